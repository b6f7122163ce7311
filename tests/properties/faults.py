"""Every fault that is planted in the desk, and which laws it may break first: by chance of the history it is one or another."""

from tests.builders import Decide
from tests.properties.faults_company import COMPANY
from tests.properties.faults_danger import DANGER
from tests.properties.faults_door import DOOR
from tests.properties.faults_ending import ENDING
from tests.properties.faults_help import HELP
from tests.properties.faults_offers import OFFERS
from tests.properties.faults_order import ORDER
from tests.properties.faults_presence import PRESENCE
from tests.properties.faults_status import STATUS
from tests.properties.faults_telling import TELLING
from tests.properties.faults_timing import TIMING
from tests.properties.planting import Law

FAULTS: dict[Decide, tuple[Law, ...]] = {
    **OFFERS,
    **ORDER,
    **DANGER,
    **TIMING,
    **ENDING,
    **DOOR,
    **PRESENCE,
    **TELLING,
    **HELP,
    **STATUS,
    **COMPANY,
}
