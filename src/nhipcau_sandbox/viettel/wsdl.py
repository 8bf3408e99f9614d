"""The service as its WSDL describes it, so that any SOAP client can be pointed at it."""

_FIELDS = (
    "User", "Password", "CPCode", "RequestID", "UserID", "ReceiverID", "ServiceID",
    "CommandCode", "Content", "ContentType",
)  # fmt: skip


def _elements(names: tuple[str, ...]) -> str:
    return "".join(f'<xs:element name="{n}" type="xs:string" minOccurs="0"/>' for n in names)


def _type(name: str, inner: str) -> str:
    return f'<xs:complexType name="{name}"><xs:sequence>{inner}</xs:sequence></xs:complexType>'


def _call(name: str) -> str:
    return (
        f'<operation name="{name}"><soap:operation soapAction=""/><input><soap:body use="literal"/>'
        '</input><output><soap:body use="literal"/></output></operation>'
    )


def _port(name: str) -> str:
    return (
        f'<operation name="{name}"><input message="tns:{name}"/>'
        f'<output message="tns:{name}Response"/></operation>'
    )


def _message(name: str) -> str:
    return f'<message name="{name}"><part name="parameters" element="tns:{name}"/></message>'


_RETURN = '<xs:element name="return" type="tns:{}" minOccurs="0"/>'
_CALLS = ("wsCpMt", "checkBalance")
_ALL = tuple(name for call in _CALLS for name in (call, f"{call}Response"))
WSDL = (
    '<?xml version="1.0" encoding="UTF-8"?><!-- mô phỏng -->'
    '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" '
    'xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="http://impl.bulkSms.ws/" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://impl.bulkSms.ws/" '
    'name="CcApi"><types><xs:schema targetNamespace="http://impl.bulkSms.ws/">'
    + "".join(f'<xs:element name="{name}" type="tns:{name}"/>' for name in _ALL)
    + _type("wsCpMt", _elements(_FIELDS))
    + _type("wsCpMtResponse", _RETURN.format("result"))
    + _type("result", _elements(("message", "result")))
    + _type("checkBalance", _elements(_FIELDS[:3]))
    + _type(
        "checkBalanceResponse", '<xs:element name="return" type="tns:cpBalance" minOccurs="0"/>'
    )
    + _type("cpBalance", _elements(("balance", "errCode", "errDesc")))
    + "</xs:schema></types>"
    + "".join(_message(name) for name in _ALL)
    + f'<portType name="CcApi">{"".join(_port(name) for name in _CALLS)}</portType>'
    '<binding name="CcApiPortBinding" type="tns:CcApi">'
    '<soap:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>'
    + "".join(_call(name) for name in _CALLS)
    + '</binding><service name="CcApi"><port name="CcApiPort" binding="tns:CcApiPortBinding">'
    '<soap:address location="{address}"/></port></service></definitions>'
)
