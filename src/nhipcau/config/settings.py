"""The only settings file. Everything comes from the environment; with nothing set it is one small
machine for one ward. Every variable is explained in docs/run.md (a test checks that)."""

import secrets
import sys
from contextlib import suppress
from pathlib import Path

import dj_database_url

from nhipcau.config import environment as env
from nhipcau.core import logs
from nhipcau.country.chosen import load
from nhipcau.country.profile import CATALOGUES

# --- where things are
ROOT = Path(__file__).resolve().parents[3]
DATA = Path(env.text("NHIPCAU_DATA", str(Path.cwd() / "data"))).resolve()
TESTING = "pytest" in sys.modules
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)

# --- what kind of installation
DEMO = env.flag("NHIPCAU_DEMO", default=False)
DEMO_KEY = env.text("NHIPCAU_DEMO_KEY")
DEBUG = env.flag("NHIPCAU_DEBUG", default=False)
BASE_URL = env.text("NHIPCAU_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.words("NHIPCAU_HOSTS", "localhost,127.0.0.1,[::1]")
BEHIND_PROXY = env.flag("NHIPCAU_BEHIND_PROXY", default=False)


def _secret_key() -> str:
    given = env.text("NHIPCAU_SECRET_KEY")
    if given:
        return given
    kept = DATA / "secret.key"
    if not kept.exists():
        made = DATA / f".secret.{secrets.token_hex(4)}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50), encoding="ascii")
        with suppress(FileExistsError):  # two processes may start at once: the first one's counts
            kept.hardlink_to(made)
        made.unlink()
    return kept.read_text(encoding="ascii").strip()


SECRET_KEY = "only-for-tests-" * 4 if TESTING else _secret_key()

# --- database
DATABASE_URL = env.text("NHIPCAU_DATABASE_URL", f"sqlite:///{DATA / 'nhipcau.sqlite3'}")
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
}
_database = dj_database_url.parse(DATABASE_URL, conn_max_age=60)
IS_SQLITE = _database["ENGINE"].endswith("sqlite3")
ROW_SECURITY = env.flag("NHIPCAU_ROW_SECURITY", default=False)
if IS_SQLITE:
    _database["OPTIONS"] = SQLITE_OPTIONS
    if ROW_SECURITY:
        raise env.BadSetting("NHIPCAU_ROW_SECURITY needs PostgreSQL")
else:
    _database["ENGINE"] = "nhipcau.places.postgres"
DATABASES = {"default": _database}

# --- applications: the rooms, then what they stand on
INSTALLED_APPS = [
    "nhipcau.config",
    "nhipcau.commands",
    "nhipcau.pages",
    "nhipcau.api",
    "nhipcau.replication",
    "nhipcau.reach",
    "nhipcau.circles",
    "nhipcau.outreach",
    "nhipcau.inbox",
    "nhipcau.counter",
    "nhipcau.notices",
    "nhipcau.rosters",
    "nhipcau.procedures",
    "nhipcau.audiences",
    "nhipcau.dispatch",
    "nhipcau.people",
    "nhipcau.links",
    "nhipcau.channels",
    "nhipcau.places",
    "nhipcau.text",
    "nhipcau.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "rules",
    "django_htmx",
    "django_cotton",
    "django_tasks",
    "django_tasks_db",
    "django_prometheus",
]
MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "nhipcau.pages.security.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nhipcau.pages.requests.request_id",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nhipcau.pages.language.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "nhipcau.people.middleware.enrolled_phone",
    "nhipcau.pages.security.small_from_strangers",
    "nhipcau.people.second_factor.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nhipcau.pages.middleware.who_and_where",
    "axes.middleware.AxesMiddleware",
    "nhipcau.pages.errors.SayDomainErrors",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "nhipcau.config.urls"
WSGI_APPLICATION = "nhipcau.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "src" / "nhipcau" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nhipcau.pages.context.shell",
            ],
            "builtins": ["nhipcau.text.templatetags.vietnamese"],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # ours in templates/django/forms

# --- sign-in
AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "nhipcau.people.sessions.OpenedByUs",
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/lam-viec/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "nhipcau.people.adapters.Accounts"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/15m/key"}
MFA_ADAPTER = "nhipcau.people.adapters.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# The province's identity service; off while there is no address.
OIDC_URL = env.text("NHIPCAU_OIDC_URL").rstrip("/")
OIDC_NAME = env.text("NHIPCAU_OIDC_NAME", "tài khoản của tỉnh")
OIDC_CLAIM = env.text("NHIPCAU_OIDC_CLAIM", "sub")
OIDC_ACR = frozenset(env.words("NHIPCAU_OIDC_ACR"))
SOCIALACCOUNT_ADAPTER = "nhipcau.people.oidc.ByProvider"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": env.words("NHIPCAU_OIDC_SCOPE", "openid,profile"),
        "AUTH_PARAMS": {"acr_values": " ".join(sorted(OIDC_ACR))} if OIDC_ACR else {},
        "APPS": [
            {
                "provider_id": "tinh",
                "name": OIDC_NAME,
                "client_id": env.text("NHIPCAU_OIDC_CLIENT"),
                "secret": env.text("NHIPCAU_OIDC_SECRET"),
                "settings": {"server_url": OIDC_URL, "fetch_userinfo": False},
            }
        ],
    }
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "people/locked.html"
AXES_CLIENT_IP_CALLABLE = "nhipcau.people.adapters.client_ip"
AXES_ENABLED = not TESTING
AXES_VERBOSE = False

# --- web
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "nhipcau.pages.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if SESSION_COOKIE_SECURE and not DEMO else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024
PHOTO_LIMIT_BYTES = 10 * 1024 * 1024

# --- country, language and time
COUNTRY = load(env.text("NHIPCAU_COUNTRY", "vn"))
LANGUAGE_CODE = COUNTRY.language
LANGUAGES = [(code, CATALOGUES[code]) for code in COUNTRY.screens]
LOCALE_PATHS = [ROOT / "src" / "nhipcau" / "locale"]
TIME_ZONE = COUNTRY.time_zone
USE_TZ = True

# --- files
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "src" / "nhipcau" / "static"]
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- background
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if TESTING
        else "django_tasks_db.DatabaseBackend",
    }
}
WORKER_NAME = env.text("NHIPCAU_WORKER_NAME", "")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
        if TESTING
        else "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Django's 300 would throw out django-axes' counts in a busy hour.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

# --- the outside: where platforms are; the sandbox's address in the demo
ZALO_API_URL = env.text("NHIPCAU_ZALO_API_URL", "https://openapi.zalo.me")
ZALO_OAUTH_URL = env.text("NHIPCAU_ZALO_OAUTH_URL", "https://oauth.zaloapp.com")
ZALO_BUSINESS_URL = env.text("NHIPCAU_ZALO_BUSINESS_URL", "https://business.openapi.zalo.me")
ZALO_BOT_URL = env.text("NHIPCAU_ZALO_BOT_URL", "https://bot-api.zaloplatforms.com")
FACEBOOK_API_URL = env.text("NHIPCAU_FACEBOOK_API_URL", "https://graph.facebook.com")
PUSH_SERVICE_URL = env.text("NHIPCAU_PUSH_SERVICE_URL", "https://updates.push.services.mozilla.com")
SMS_API_URL = env.text("NHIPCAU_SMS_API_URL", "https://rest.esms.vn")
VIETTEL_API_URL = env.text("NHIPCAU_VIETTEL_API_URL", "http://203.190.170.43:9998/bulkapi")
CA_FILE = env.text("NHIPCAU_CA_FILE", "/etc/ssl/certs/ca-certificates.crt")

# --- logs: never a token, never a telephone number (core/redact.py)
LOG_LEVEL = env.text("NHIPCAU_LOG_LEVEL", "INFO")
LOG_JSON = env.flag("NHIPCAU_LOG_JSON", default=False)
LOGGING = logs.configure(level="WARNING" if TESTING else LOG_LEVEL, as_json=LOG_JSON)
if not TESTING:
    logs.log_what_nobody_caught()
