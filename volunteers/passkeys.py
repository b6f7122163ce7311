"""Passkeys: a key in somebody's device or telephone that signs for this origin and no other (WebAuthn)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from volunteers.errors import CodeRefused
from volunteers.facts import VolunteerId

WITHIN_MS = 120_000
NAME = "Luister"

Options = Mapping[str, object]
"""What a browser is asked, in WebAuthn's own words."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """The public half of a key; *credential* is its name in base64url, *uses* counts what it signed, 0 when it does not count."""

    credential: str
    public_key: bytes
    uses: int


class Relying:
    """This site, as a passkey knows it."""

    def __init__(self, origins: Collection[str], origin: str) -> None:
        """*origins* are those whose pages may ask; *origin* is the public one, which names the site."""
        self._origins = sorted(origins)
        self._site = urlsplit(origin).hostname or ""

    def asks_for_new(
        self, who: VolunteerId, name: str, challenge: bytes, known: Iterable[str] = ()
    ) -> Options:
        """What a browser is asked to make; none on a device that has one of the *known*."""
        return _json(
            generate_registration_options(
                rp_id=self._site,
                rp_name=NAME,
                user_id=bytes.fromhex(who),
                user_name=name,
                user_display_name=name,
                challenge=challenge,
                timeout=WITHIN_MS,
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.DISCOURAGED,
                    user_verification=UserVerificationRequirement.PREFERRED,
                ),
                exclude_credentials=_descriptors(known),
            )
        )

    def asks_to_sign(self, challenge: bytes, known: Iterable[str]) -> Options:
        """What a browser is asked to sign, with one of the *known*."""
        return _json(
            generate_authentication_options(
                rp_id=self._site,
                challenge=challenge,
                timeout=WITHIN_MS,
                allow_credentials=_descriptors(known),
                user_verification=UserVerificationRequirement.PREFERRED,
            )
        )

    def made(self, credential: Mapping[str, object], challenge: bytes) -> Passkey:
        """The passkey that a browser made. Raises CodeRefused."""
        try:
            verified = verify_registration_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=self._site,
                expected_origin=self._origins,
            )
        except REFUSED:
            raise CodeRefused from None
        name = bytes_to_base64url(verified.credential_id)
        return Passkey(name, verified.credential_public_key, verified.sign_count)

    def signed(self, credential: Mapping[str, object], challenge: bytes, passkey: Passkey) -> int:
        """How often the passkey has signed by now. Raises CodeRefused when this is not its signature, or a copy's."""
        try:
            verified = verify_authentication_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=self._site,
                expected_origin=self._origins,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.uses,
            )
        except REFUSED:
            raise CodeRefused from None
        return verified.new_sign_count


REFUSED = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, LookupError)
"""What the library raises at what does not verify, and at what nobody's browser would have sent."""


def name_of(credential: Mapping[str, object]) -> str | None:
    """Which passkey this says it is of, in base64url without padding; None when it says nothing."""
    said = credential.get("id")
    return said.rstrip("=") if isinstance(said, str) else None


def _descriptors(known: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known]


def _json(options: object) -> Options:
    read: dict[str, object] = json.loads(options_to_json(options))  # type: ignore[arg-type] # either kind
    return read
