"""The tables of Open Referral (HSDS 3.0, with service_capacity from 3.1), under its own names; our gazetteer and calendar.

A *listing*, everywhere in this project, is a `Service` with all that hangs on it. The tables name one another, so that all
have to be loaded before one is used: they are loaded here, in one place, and taken from here.
"""

from directory.models.calendar import CalendarKind as CalendarKind
from directory.models.calendar import CalendarPeriod as CalendarPeriod
from directory.models.changes import DirectoryRevision as DirectoryRevision
from directory.models.changes import MergedListing as MergedListing
from directory.models.gazetteer import Place as Place
from directory.models.listings import Attribute as Attribute
from directory.models.listings import Contact as Contact
from directory.models.listings import CostOption as CostOption
from directory.models.listings import Funding as Funding
from directory.models.listings import Organization as Organization
from directory.models.listings import OrganizationIdentifier as OrganizationIdentifier
from directory.models.listings import Phone as Phone
from directory.models.listings import Program as Program
from directory.models.listings import RequiredDocument as RequiredDocument
from directory.models.listings import Schedule as Schedule
from directory.models.listings import Service as Service
from directory.models.listings import ServiceArea as ServiceArea
from directory.models.listings import ServiceAtLocation as ServiceAtLocation
from directory.models.listings import ServiceCapacity as ServiceCapacity
from directory.models.listings import ServiceStatus as ServiceStatus
from directory.models.listings import SpokenLanguage as SpokenLanguage
from directory.models.locations import Accessibility as Accessibility
from directory.models.locations import Address as Address
from directory.models.locations import Location as Location
from directory.models.locations import LocationType as LocationType
from directory.models.taxonomies import Taxonomy as Taxonomy
from directory.models.taxonomies import TaxonomyTerm as TaxonomyTerm
