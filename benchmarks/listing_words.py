"""What generated listings are made of: towns of Cornwall where they are, kinds of help, and the names people give things."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Town:
    """A town or village: where its middle is, its outward postcode, and how many share of the listings it has."""

    name: str
    latitude: float
    longitude: float
    outcode: str
    share: int = 1


@dataclass(frozen=True)
class Kind:
    """A kind of help: its code and its needs' codes in the seed's taxonomies, what it is called, and what people say it does."""

    code: str
    needs: tuple[str, ...]
    names: tuple[str, ...]
    says: tuple[str, ...]


TOWNS = (
    Town("Penzance", 50.1188, -5.5376, "TR18", 8),
    Town("Newlyn", 50.1036, -5.5500, "TR18", 2),
    Town("Mousehole", 50.0830, -5.5390, "TR19"),
    Town("St Just", 50.1245, -5.6790, "TR19", 2),
    Town("Sennen", 50.0686, -5.6935, "TR19"),
    Town("St Buryan", 50.0750, -5.6220, "TR19"),
    Town("Marazion", 50.1240, -5.4735, "TR17"),
    Town("Hayle", 50.1856, -5.4210, "TR27", 4),
    Town("St Erth", 50.1640, -5.4362, "TR27"),
    Town("St Ives", 50.2110, -5.4800, "TR26", 5),
    Town("Carbis Bay", 50.1970, -5.4630, "TR26"),
    Town("Camborne", 50.2130, -5.3000, "TR14", 8),
    Town("Pool", 50.2260, -5.2660, "TR15", 2),
    Town("Redruth", 50.2330, -5.2240, "TR15", 6),
    Town("Portreath", 50.2610, -5.2900, "TR16"),
    Town("Helston", 50.1010, -5.2740, "TR13", 4),
    Town("Porthleven", 50.0850, -5.3160, "TR13", 2),
    Town("Mullion", 50.0270, -5.2410, "TR12"),
    Town("St Keverne", 50.0500, -5.0880, "TR12"),
    Town("Falmouth", 50.1540, -5.0710, "TR11", 8),
    Town("Penryn", 50.1690, -5.1050, "TR10", 3),
    Town("Truro", 50.2632, -5.0510, "TR1", 8),
    Town("Threemilestone", 50.2640, -5.1190, "TR3"),
    Town("Probus", 50.2930, -4.9560, "TR2"),
    Town("St Mawes", 50.1590, -5.0140, "TR2"),
    Town("St Agnes", 50.3120, -5.2040, "TR5", 2),
    Town("Perranporth", 50.3450, -5.1540, "TR6", 2),
    Town("Newquay", 50.4150, -5.0730, "TR7", 8),
    Town("St Columb Major", 50.4340, -4.9410, "TR9", 2),
    Town("Padstow", 50.5410, -4.9370, "PL28", 2),
    Town("Wadebridge", 50.5170, -4.8360, "PL27", 3),
    Town("Bodmin", 50.4710, -4.7180, "PL31", 6),
    Town("Lostwithiel", 50.4070, -4.6690, "PL22", 2),
    Town("St Austell", 50.3400, -4.7890, "PL25", 8),
    Town("Mevagissey", 50.2700, -4.7870, "PL26"),
    Town("Roche", 50.4080, -4.8310, "PL26"),
    Town("Par", 50.3510, -4.7060, "PL24", 2),
    Town("Fowey", 50.3350, -4.6360, "PL23"),
    Town("Liskeard", 50.4550, -4.4650, "PL14", 4),
    Town("Looe", 50.3540, -4.4540, "PL13", 2),
    Town("Polperro", 50.3320, -4.5170, "PL13"),
    Town("Saltash", 50.4080, -4.2120, "PL12", 5),
    Town("Torpoint", 50.3750, -4.1940, "PL11", 3),
    Town("Callington", 50.5030, -4.3150, "PL17", 2),
    Town("Gunnislake", 50.5240, -4.2130, "PL18"),
    Town("Launceston", 50.6370, -4.3600, "PL15", 4),
    Town("Camelford", 50.6220, -4.6810, "PL32"),
    Town("Tintagel", 50.6630, -4.7510, "PL34"),
    Town("Port Isaac", 50.5930, -4.8290, "PL29"),
    Town("Bude", 50.8270, -4.5440, "EX23", 4),
)

KINDS = (
    Kind("befriending", ("company",), ("Befriending", "Friendly Visits", "Telephone Friends"), (
        "A visitor comes for an hour a week, for a chat and a cup of tea.",
        "We match you with somebody who likes what you like.",
    )),
    Kind("social-cafe", ("company",), ("Social Café", "Coffee Morning", "Open Table"), (
        "Come in, sit down, and somebody will talk to you.",
        "Cake on the side, board games on the shelf, no need to book.",
    )),
    Kind("lunch-club", ("food", "company"), ("Lunch Club", "Dinner Table", "Friday Lunch"), (
        "Two courses, cooked here, and company at the table.",
        "We can fetch you if you cannot manage the bus.",
    )),
    Kind("talking-group", ("worry", "company"), ("Talking Group", "Listening Circle", "Men's Talk"), (
        "A quiet room, a few chairs, and nobody has to speak.",
        "What is said here stays here.",
    )),
    Kind("food-bank", ("food", "money"), ("Food Bank", "Community Larder", "Pantry"), (
        "Three days of food for your household, and a hot drink while we pack it.",
        "You need no voucher the first time.",
    )),
    Kind("cooking", ("food", "learning-and-work"), ("Cooking Class", "Kitchen Club", "Soup School"), (
        "Cheap suppers from the cupboard, made together and eaten together.",
        "Bring a box to take some home.",
    )),
    Kind("shopping", ("getting-out", "food"), ("Shopping Help", "Grocery Run", "Shopping Minibus"), (
        "We go with you, or bring it to your door.",
        "A list on Monday, your bags on Wednesday.",
    )),
    Kind("transport", ("getting-out",), ("Car Scheme", "Community Bus", "Lifts"), (
        "Volunteer drivers take you to the surgery, the hospital or the hairdresser.",
        "Door to door, with somebody to hold your arm.",
    )),
    Kind("walking-group", ("moving", "company"), ("Walking Group", "Ramblers", "Wellbeing Walks"), (
        "Two miles on the flat, at the pace of the slowest, with a stop to look at the sea.",
        "Dogs welcome. We go in any weather but a gale.",
    )),
    Kind("strength-and-balance", ("moving",), ("Strength and Balance", "Steady Steps", "Chair Exercise"), (
        "Gentle movement, standing or sitting, so that you trust your legs again.",
        "For anybody who has had a fall, or fears one.",
    )),
    Kind("swimming", ("moving",), ("Gentle Swim", "Warm Water Hour", "Swimming for All"), (
        "The pool is warm, the music is off, and there is a hoist.",
        "An hour without lanes or lengths.",
    )),
    Kind("gardening", ("moving", "company"), ("Garden Project", "Allotment Group", "Growers"), (
        "Sow, weed and sit in the shed when it rains.",
        "You take home what you grow.",
    )),
    Kind("carers-support", ("caring",), ("Carers' Group", "Carers' Breakfast", "Time for Carers"), (
        "For anybody who looks after somebody. Bring them or have two hours to yourself.",
        "We know the forms, and we know how tired you are.",
    )),
    Kind("sitting-service", ("caring",), ("Sitting Service", "Respite at Home"), (
        "Somebody you know sits with the person you care for while you go out.",
        "The same two people each time.",
    )),
    Kind("bereavement", ("loss", "worry"), ("Bereavement Group", "After Loss", "Grief Café"), (
        "It does not matter how long ago it was.",
        "Tea, tissues and people who have been there.",
    )),
    Kind("memory-cafe", ("health-conditions", "caring"), ("Memory Café", "Memory Singing", "Remember When"), (
        "For people living with dementia and whoever comes with them.",
        "Old songs, old photographs, and a walk round the garden.",
    )),
    Kind("home-safety", ("home",), ("Home Safety Checks", "Safe at Home"), (
        "We look at your rugs, your lights and your smoke alarm, and put right what we can the same day.",
        "Rails and key safes fitted.",
    )),
    Kind("home-from-hospital", ("after-hospital",), ("Home from Hospital", "Welcome Home", "Settling In"), (
        "We fetch milk, warm the house and look in for the first six weeks.",
        "The ward can ring us, or you can.",
    )),
    Kind("damp", ("home",), ("Damp and Mould Advice", "Warm Dry Homes"), (
        "Black mould is not your fault. We measure, we write to the landlord, we go with you.",
        "A visit and a written report within a fortnight.",
    )),
    Kind("debt-advice", ("money",), ("Debt Advice", "Money Worries", "Bills Clinic"), (
        "Bring the envelopes you have not opened. We open them together.",
        "We can hold off letters for sixty days while we make a plan.",
    )),
    Kind("benefits-advice", ("money",), ("Benefits Advice", "Form Filling", "What You Are Due"), (
        "Most people we see are owed something.",
        "We fill in the long forms with you and ring for you.",
    )),
    Kind("employment", ("learning-and-work", "money"), ("Job Club", "Back to Work", "Work Coach"), (
        "Writing a letter, practising an interview, finding the bus fare.",
        "For people who have been away from work a long time.",
    )),
    Kind("digital-skills", ("online", "learning-and-work"), ("Tablet Lessons", "Computer Buddies", "Get Online"), (
        "Bring your own telephone or use one of ours.",
        "How to see the grandchildren, order a prescription, and spot a swindle.",
    )),
    Kind("volunteering", ("learning-and-work", "company"), ("Volunteers", "Lend a Hand"), (
        "Tell us what you like doing and how much time you have.",
        "We pay fares and find you somebody to start with.",
    )),
    Kind("arts", ("company", "worry"), ("Art Group", "Painters", "Drawing Circle"), (
        "Paint, clay and paper are here; nobody judges.",
        "A picture a week on the wall of the library.",
    )),
    Kind("crafts", ("company",), ("Knit and Natter", "Quilters", "Makers"), (
        "Wool, needles and gossip.",
        "Beginners sit beside somebody who has done it for fifty years.",
    )),
    Kind("music", ("company", "worry"), ("Choir", "Singers", "Ukulele Band"), (
        "You need not read music and nobody sings alone.",
        "We sing at the feast and at Christmas.",
    )),
    Kind("mens-shed", ("company",), ("Men's Shed", "Workshop", "Tool Shed"), (
        "Benches, tools, a kettle, and things to mend.",
        "Women come on Thursdays, and most other days too.",
    )),
    Kind("parent-and-toddler", ("family",), ("Toddlers", "Stay and Play", "Baby Group"), (
        "Toys on the floor, toast at ten, songs at half past.",
        "Fathers and grandparents as welcome as mothers.",
    )),
    Kind("young-people", ("family",), ("Youth Club", "Young People's Drop-in"), (
        "Somewhere warm with a pool table and somebody who listens.",
        "For those of eleven to eighteen.",
    )),
    Kind("faith-group", ("faith-and-culture", "company"), ("Fellowship", "Prayer and Lunch", "Open Chapel"), (
        "The door is open all day, whatever you believe.",
        "A short service and a long lunch.",
    )),
    Kind("language-culture", ("faith-and-culture", "company"), ("Women's Circle", "Culture Club", "Mother Tongue Group"), (
        "Food and talk in the language you grew up with.",
        "We help with letters and go with you to appointments.",
    )),
    Kind("diabetes-group", ("health-conditions",), ("Diabetes Group", "Sugar and Spice"), (
        "Living with it rather than being told about it.",
        "A nurse comes once a month.",
    )),
    Kind("breathing-group", ("health-conditions", "moving"), ("Breathing Group", "Easy Breathers"), (
        "Exercises for people with bad lungs, led by somebody with bad lungs.",
        "Bring your inhaler.",
    )),
    Kind("stroke-group", ("health-conditions",), ("Stroke Group", "Speech after Stroke"), (
        "We take our time, and nobody finishes your sentence.",
        "Carers have tea next door.",
    )),
    Kind("equipment", ("home", "after-hospital"), ("Equipment Loan", "Wheelchair Library"), (
        "Wheelchairs, commodes and walking frames, lent for as long as you need them.",
        "We bring it and take it back.",
    )),
    Kind("interpreting", ("faith-and-culture",), ("Interpreters", "Language Line-up"), (
        "Somebody to speak for you at the surgery, the school or the council.",
        "Ask three days ahead.",
    )),
    Kind("self-management", ("health-conditions",), ("Living Well Course", "Pain and Me", "Six Weeks to Steady"), (
        "Small steps, set by you, looked at together each week.",
        "Run by people who live with it themselves.",
    )),
    Kind("veterans", ("company", "worry"), ("Veterans' Breakfast", "Old Comrades"), (
        "Bacon, tea, and people who know.",
        "For anybody who served, and their families.",
    )),
    Kind("repair", ("home", "money"), ("Repair Café", "Fixers"), (
        "Bring a toaster, a jumper or a lamp; leave with it mended.",
        "You pay for parts, and for your cake.",
    )),
)  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Invented names in the Cornish manner: a beginning, a middle, an end.
BEGINNINGS = _words("Tre Pol Pen Lan Bos Chy Ros Car Nan Tol Gwen Por Ker Men Hal Bod Trem Cos Lam Zel Bra Cro Gol Tal")
MIDDLES = _words(
    "van wis ven gar lo mor wid dre ther col ha vel go wen ga ris ras tho kel med ru sul wy lis kan per vo tan der bel"
)
ENDINGS = _words(
    "nick sick ack arth ow an ick on enna ith ance gwyn than dow na vy is thick rose noon mellin veor vean gus worth"
)
GIVEN = _words(
    "Morwenna Jory Kerensa Denzil Loveday Petroc Tamsin Piran Demelza Jago Elowen Cador Merryn Perran Wenna Digory Lowena "
    "Hedra Talan Senara Branok Rosen Myghal Derwa Kensa Santo Ysella Gerren Bersaba Clemo"
)
ADJECTIVES = _words("Copper Blue Harbour Sunny Little Old Open Silver Lantern Granite Windy Heather Saffron Pilchard Slate Quiet")
NOUNS = _words("Kettle Anchor Teapot Robin Gate Hearth Bridge Chough Boat Window Garden Lamp Bench Tide Fiddle Orchard")
GROUPS = (
    "Community Trust",
    "Together",
    "Good Neighbours",
    "Parish Church",
    "Methodist Chapel",
    "Community Association",
    "Friends",
    "Care Network",
    "Charity",
    "Town Council",
    "Partnership",
    "Action",
)
HALLS = (
    "Parish Hall",
    "Memorial Hall",
    "Chapel Schoolroom",
    "Community Centre",
    "Library",
    "Institute",
    "Scout Hut",
    "Church Rooms",
)
STREETS = (
    "Fore Street",
    "Church Hill",
    "Chapel Lane",
    "Market Street",
    "The Strand",
    "Station Road",
    "Back Lane",
    "Harbour View",
)
OPENINGS = (
    "We began round a kitchen table and there are now forty of us.",
    "Run by volunteers, most of whom came for help themselves.",
    "You can come alone; somebody will look out for you at the door.",
    "New faces every week, and nobody minds if you only stay ten minutes.",
    "If you are not sure, ring first and we will tell you who will be there.",
)
CLOSINGS = (
    "There is a step at the door and somebody to help with it.",
    "Parking behind, and the bus stops opposite.",
    "The kettle goes on a quarter of an hour before.",
    "Please tell us if you use a hearing aid: we have a loop.",
    "We close in August, when half of us are looking after grandchildren.",
    "If it is not for you, we will help you to find what is.",
)
LANGUAGES = (  # name, code, how many share
    ("Polish", "pl", 4),
    ("Ukrainian", "uk", 3),
    ("Urdu", "ur", 2),
    ("Romanian", "ro", 2),
    ("Arabic", "ar", 1),
    ("Bengali", "bn", 1),
    ("Portuguese", "pt", 1),
    ("Cornish", "kw", 1),
)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_NAMES = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
