"""What a bot's method answers when it does not do what was asked."""


class BotError(Exception):
    def __init__(self, code: int, words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = f"{words} (mô phỏng)"
