"""What every model is called in the data dictionary, and what is withheld, with its reason. A test
walks the models: one that is neither named nor withheld fails it."""

from typing import Final

KEYS: Final = "chìa khoá: ai cầm thì vào được"
MACHINE: Final = "việc dở dang của máy, không phải dữ liệu"
THEIRS: Final = "chỉ người của nhóm nội bộ được đọc"
DRAFT: Final = "bản nháp khi nhập tệp, tự xoá"

WITHHELD: Final[dict[str, str]] = {
    "channels.Credential": KEYS,
    "people.Device": KEYS,
    "people.Invitation": KEYS,
    "people.LinkCode": KEYS,
    "people.Subscriber": KEYS,
    "rosters.Feed": KEYS,
    "counter.DeskKey": KEYS,
    "circles.CircleDevice": KEYS,
    "circles.CircleMember": THEIRS,
    "circles.CircleNotice": THEIRS,
    "circles.CircleRelay": THEIRS,
    "circles.CircleRead": THEIRS,
    "circles.CircleWord": THEIRS,
    "api.KeptCall": MACHINE,
    "api.RateWindow": MACHINE,
    "api.Callback": MACHINE,
    "dispatch.Chunk": MACHINE,
    "dispatch.Part": MACHINE,
    "dispatch.EarlyReceipt": MACHINE,
    "counter.ChatOffer": MACHINE,
    "replication.DataExport": MACHINE,
    "people.ImportRow": DRAFT,
    "people.StagedHousehold": DRAFT,
    "people.StagedResident": DRAFT,
    "people.StagedContact": DRAFT,
    "procedures.CatalogueRow": DRAFT,
    "counter.DossierRow": DRAFT,
}

# Columns that open something for whoever has them.
SECRET: Final[dict[str, str]] = {
    "api.ApiKey": "token_hash",
    "api.Endpoint": "sealed former_sealed",
    "outreach.Speaker": "token_hash",
    "outreach.Standing": "code",
    "people.Staff": "password",
    "people.StaffWay": "detail test_hash test_until",
    "people.ContactPoint": "detail",
    "people.ImportBatch": "file",
    "people.Group": "invite_link",
    "counter.Ticket": "code key",
    "counter.Appointment": "code key",
    "counter.Dossier": "code",
    "counter.DossierBatch": "file",
    "inbox.Question": "tracking",
    "dispatch.Delivery": "key link",
    "dispatch.Job": "query",
}

# Names with "hash" or "digest" in them that open nothing.
OPEN: Final = frozenset({"file_hash", "digest"})

NAMED: Final[dict[str, str]] = dict(
    line.strip().split(": ", 1)
    for line in """
    places.Locality: Địa bàn
    places.Neighbourhood: Tổ dân phố, thôn, bản
    places.OpeningHours: Giờ làm việc
    places.Holiday: Ngày nghỉ
    places.ServiceCentre: Nơi nộp hồ sơ trực tuyến
    people.Staff: Cán bộ, tổ trưởng, thành viên tổ công nghệ số
    people.StaffWay: Cách báo cho cán bộ
    people.StaffAbsence: Thời gian cán bộ vắng
    people.Household: Hộ
    people.Resident: Người dân
    people.Circumstance: Hoàn cảnh hộ
    people.ContactPoint: Địa chỉ liên lạc của hộ
    people.Consent: Sự đồng ý
    people.Group: Nhóm thông tin
    people.Membership: Thành viên nhóm
    people.JoinAsk: Lời xin vào nhóm chưa rõ của hộ nào
    people.Handover: Bàn giao tổ
    people.OaGroup: Nhóm của tài khoản Zalo
    people.OaMember: Thành viên nhóm của tài khoản Zalo
    people.ImportBatch: Lần nhập sổ hộ
    links.Link: Liên kết ngắn
    links.LinkDay: Lượt mở liên kết theo ngày
    links.Poster: Mã QR dán
    channels.Account: Tài khoản kênh
    channels.Incoming: Tin và sự kiện nhận từ nền tảng
    channels.Window: Thời gian được trả lời tự do
    channels.Quota: Hạn mức của kênh
    channels.Price: Đơn giá
    channels.Template: Mẫu tin của kênh
    dispatch.Job: Đợt gửi
    dispatch.Delivery: Lượt gửi
    dispatch.Diversion: Lần chuyển sang tài khoản khác
    audiences.Audience: Đối tượng nhận đã lưu
    notices.Paper: Văn bản gốc
    notices.Notice: Thông báo
    notices.NoticeVersion: Bản thông báo
    notices.Rendition: Bản thể hiện
    notices.Recording: Bản ghi tiếng
    notices.Audio: Tệp phát loa
    notices.Template: Mẫu thông báo
    notices.Recurrence: Lịch vận động
    notices.Occurrence: Một lần của lịch vận động
    rosters.Team: Tổ, đội trực
    rosters.TeamPlace: Địa bàn của tổ trực
    rosters.TeamMember: Thành viên tổ trực
    rosters.Need: Số người cần ở mỗi chỗ trực
    rosters.Pattern: Lịch mẫu
    rosters.PatternLine: Dòng của lịch mẫu
    rosters.Shift: Ca trực
    rosters.Swap: Đổi ca
    rosters.Ask: Lời nhờ trực
    procedures.Procedure: Thủ tục hành chính
    procedures.ProcedureVersion: Bản của thủ tục
    procedures.Way: Cách nộp
    procedures.Paper: Giấy tờ phải nộp
    procedures.Saying: Cách nói của người dân
    procedures.CatalogueBatch: Lần nhập danh mục thủ tục
    outreach.Drill: Lần diễn tập
    outreach.DrillHousehold: Hộ tham gia diễn tập
    outreach.DrillStaff: Cán bộ tham gia diễn tập
    outreach.AlertFeed: Nguồn cảnh báo
    outreach.IncomingAlert: Cảnh báo nhận được
    outreach.Emergency: Thông báo khẩn
    outreach.Evidence: Bằng chứng hộ đã biết
    outreach.Standing: Tình trạng của hộ với một bản thông báo
    outreach.Counter: Số đếm theo tổ
    outreach.HourCount: Số đếm theo giờ
    outreach.Relay: Lượt chuyển tiếp vào nhóm
    outreach.Reminder: Lượt nhắc cán bộ
    outreach.Sheet: Tờ in
    outreach.Task: Việc làm tay
    outreach.Visit: Lượt báo tận nơi
    outreach.VisitTry: Lần đến nhà
    outreach.Budget: Kinh phí tháng
    outreach.Purse: Khoản đã dùng
    outreach.Taking: Khoản chi
    outreach.Grant: Lần duyệt chi thêm
    outreach.Reply: Trả lời lời vận động
    outreach.CallPhoto: Ảnh làm bằng chứng
    outreach.Thanks: Lời cảm ơn
    outreach.PassedOn: Người dân báo cho nhau
    outreach.Claim: Nhà tự báo đã biết
    outreach.Route: Đường đi của tin
    outreach.Speaker: Loa
    outreach.Playing: Lượt phát loa
    outreach.Bulletin: Bản tin in
    outreach.BulletinItem: Tin trong bản tin
    inbox.Conversation: Cuộc trò chuyện
    inbox.Message: Tin nhắn
    inbox.Topic: Chủ đề
    inbox.Answerer: Người trả lời theo chủ đề
    inbox.Question: Câu hỏi
    inbox.Note: Ghi chú nội bộ
    inbox.Forwarding: Lần chuyển cơ quan khác
    inbox.Rating: Đánh giá câu trả lời
    inbox.FaqEntry: Hỏi đáp
    inbox.Wording: Câu chữ tự động
    counter.HelpKind: Loại việc ở quầy
    counter.DeskWindow: Quầy
    counter.DeskDay: Ngày ở quầy
    counter.TicketCount: Số đã lấy trong ngày
    counter.Ticket: Số chờ
    counter.Slot: Giờ hẹn
    counter.Appointment: Lịch hẹn
    counter.Assist: Lượt hỗ trợ
    counter.Dossier: Hồ sơ
    counter.DossierStep: Bước của hồ sơ
    counter.DossierPaper: Giấy tờ bổ sung
    counter.DossierMessage: Tin báo về hồ sơ
    counter.DossierRating: Đánh giá hồ sơ
    counter.DeskName: Tên Bộ phận Một cửa
    counter.DossierSource: Nguồn hồ sơ
    counter.DossierBatch: Lần nhập hồ sơ
    counter.SkillVisit: Buổi hướng dẫn
    counter.Taught: Việc đã hướng dẫn
    counter.GapMonth: Khoảng cách điện thoại theo tháng
    counter.Campaign: Đợt vận động dùng điện thoại
    counter.CampaignPlace: Tổ trong đợt vận động
    circles.Circle: Nhóm nội bộ (chỉ tên)
    api.ApiKey: Khoá API
    api.SentNotice: Thông báo gửi qua API
    api.Rehearsal: Lượt gửi thử qua API
    api.Endpoint: Địa chỉ nhận sự kiện
    api.Happened: Sự kiện đã báo qua API
    replication.FirstRun: Ngày đầu của địa bàn
    replication.AppliedPlaybook: Bộ mẫu đã áp dụng
    replication.AppliedItem: Mục của bộ mẫu đã áp dụng
    replication.PlanItem: Mục trong kế hoạch
    replication.PlaybookFile: Tệp của bộ mẫu
    replication.FromProvince: Việc tỉnh giao
    replication.WardStory: Cách làm của địa bàn
    replication.Issued: Thông báo tỉnh gửi các địa bàn
    replication.IssuedTo: Địa bàn nhận thông báo của tỉnh
    replication.WardDay: Số đếm ngày của từng địa bàn
    replication.Push: Lần đưa thủ tục xuống địa bàn
    replication.PushTo: Kết quả đưa thủ tục ở từng địa bàn
    replication.DataRequest: Yêu cầu về dữ liệu cá nhân
    core.AuditEvent: Nhật ký thao tác
    """.strip().splitlines()
)
