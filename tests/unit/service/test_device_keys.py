"""Device keys: the same for who comes back to any node, another for everybody else."""

from base64 import urlsafe_b64decode

from chat.identifiers import SeekerId
from chat.service.device_keys import DeviceKeys

KEY, OTHER = bytes(range(32)), bytes(32)
SAM, KIM = SeekerId("sam-0123456789abcdefghij"), SeekerId("kim-0123456789abcdefghij")


def test_a_key_is_thirty_two_bytes_and_the_same_at_every_node() -> None:
    assert len(urlsafe_b64decode(DeviceKeys(KEY).of_seeker(SAM) + "=")) == 32
    assert DeviceKeys(KEY).of_seeker(SAM) == DeviceKeys(KEY).of_seeker(SAM)


def test_nobody_has_the_key_of_somebody_else() -> None:
    keys = [
        *(DeviceKeys(key).of_seeker(seeker) for key in (KEY, OTHER) for seeker in (SAM, KIM)),
        *(DeviceKeys(key).of_session(session) for key in (KEY, OTHER) for session in (SAM, KIM)),
    ]
    assert len(set(keys)) == len(keys)
