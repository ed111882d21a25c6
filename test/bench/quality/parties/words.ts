/** Words that names are made of, by language; none of them is taken from a list of real companies. */
const list = (text: string): readonly string[] => text.split(' ');

export const SURNAMES = list(
  'Smith Johnson Williams Brown Jones Garcia Miller Davis Martinez Wilson Anderson Taylor Thomas Moore Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Nelson Baker Hall Campbell Mitchell Carter Roberts Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy Cook Rogers Morgan Cooper Peterson Bailey Reed Kelly Howard Ward Cox Diaz Richardson Wood Watson Brooks Bennett Gray James Hughes Price Myers Long Foster Sanders Ross Powell Sullivan Russell ' +
    'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Krüger Hofmann Hartmann Lange Werner Krause Lehmann Köhler Herrmann König Dubois Moreau Lefèvre Girard Bonnet Mercier Fournier Lambert Rousseau Blanchard Rossi Ferrari Esposito Bianchi Colombo Ricci Marino Greco Conti Nørgaard Sørensen Halvorsen Lindqvist Åkesson Nyström Kowalski Wiśniewski Zieliński Novák Dvořák Horváth Szabó ' +
    'Papadopoulos Ivanov Petrov Nguyen Tanaka Suzuki Yamamoto Chen Wang Zhang Silva Santos Oliveira Pereira Núñez Fernández Gutiérrez Álvarez Yılmaz Öztürk Singh Patel Sharma Khan Okafor Abubakar Haddad Cohen',
);
export const GIVEN = list(
  'James Mary John Patricia Robert Jennifer Michael Linda William Elizabeth David Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Christopher Nancy Daniel Lisa Matthew Betty Anthony Margaret Mark Sandra Donald Ashley Steven Kimberly Paul Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Dorothy George Melissa Edward Deborah Ronald Stephanie Timothy Rebecca Jason Sharon Jeffrey Laura Ryan Cynthia Jacob Kathleen Gary Amy Nicholas Shirley Eric Angela Jonathan Helen Stephen Anna Larry Brenda Justin Pamela Scott Nicole Brandon Ruth Benjamin Katherine Samuel Samantha Gregory Christine Frank Emma Alexander Catherine Raymond Virginia ' +
    'Lachlan Joel Mikayla Tahlia Bailey Isabella Jasmine Georgia Talia Caitlin Hannah Zoe Mitchell Jayden Harrison Riley Cooper Oliver Ella Chloe Finn Noah Liam Mia Ava Hugo Felix Greta Lena Jonas Maximilian',
);
export const PLACES = list(
  'Springfield Riverside Fairview Clinton Georgetown Salem Madison Bristol Dover Hudson Oxford Milton Newport Ashland Burlington Manchester Clayton Lexington Auburn Dayton Franklin Greenville Kingston Arlington Winchester Jackson Marion Lancaster Cambridge Hamburg München Köln Stuttgart Lyon Toulouse Nantes Torino Bologna Malmö Göteborg Aarhus Bergen Kraków Gdańsk Brno Porto Sevilla Zürich Graz Linz Utrecht Gent Tampere',
);
export const INDUSTRIES = {
  en: list(
    'Logistics Services Systems Partners Packaging Electric Machines Software Printing Security Furniture Trading Holding International Group Solutions Technologies Consulting Foods Energy Capital Insurance Marketing Construction Engineering Pharma Laboratories Transport Properties Design Studio Motors Steel Plastics Chemicals Textiles Medical Care Bank Finance Media Networks Data Industries Manufacturing Supply Distribution Hotels Farms Builders Roofing Plumbing Bakery Brewery Optics Robotics Analytics',
  ),
  de: list(
    'Maschinenbau Handel Logistik Bau Elektrotechnik Metallbau Verlag Druck Immobilien Versicherung Beratung Technik Holzbau Spedition Werkzeuge Kunststoff Automobile Baustoffe Getränke Möbel',
  ),
  fr: list(
    'Services Transports Bâtiment Conseil Distribution Électricité Énergie Boulangerie Imprimerie Assurances Industrie Développement Immobilier Santé Équipement',
  ),
  es: list(
    'Servicios Transportes Construcciones Alimentos Comercial Inversiones Industrias Consultoría Seguros Energía Textil Muebles Electrónica',
  ),
  it: list('Servizi Costruzioni Alimentari Trasporti Impianti Arredamenti Edilizia Meccanica Tessile Consulenza'),
} as const;
export const FORMS = {
  en: list(
    'Inc|Inc.|LLC|Ltd|Limited|Corp|Corporation|Co.|PLC|L.L.C.|Incorporated|Company|LP|Pty Ltd|Pvt Ltd'
      .replaceAll(' ', '_')
      .replaceAll('|', ' '),
  ).map((form) => form.replaceAll('_', ' ')),
  de: ['GmbH', 'AG', 'GmbH & Co. KG', 'KG', 'e.K.', 'OHG', 'UG', 'SE', 'Gesellschaft mit beschränkter Haftung'],
  fr: ['SARL', 'SA', 'SAS', 'S.A.R.L.', 'SNC', 'EURL', 'Société Anonyme'],
  es: ['S.L.', 'SL', 'S.A.', 'SA de CV', 'Sociedad Limitada', 'Ltda'],
  it: ['S.p.A.', 'S.r.l.', 'SRL', 'SpA', 'Snc'],
  other: ['AB', 'AS', 'ApS', 'Oy', 'B.V.', 'NV', 'Sp. z o.o.', 's.r.o.', 'Kft.', 'A/S', 'Oyj', 'd.o.o.'],
} as const;
export const STREETS = list(
  'Oak Maple Cedar Pine Elm Washington Lake Hill Walnut Spring Park Main Church High Victoria Station Mill Queen King Bridge Forest Meadow Sunset Highland Jefferson Lincoln River Chestnut Willow Birch Garden Prospect Grant Franklin Cherry Dogwood Locust Poplar Summit Valley Windsor Kent Albert Wattle Banksia Jarrah Tintin Chauvel Companion Dalley Hopetoun Kosciuszko Limestone Macquarie Namatjira Quiros Redfern Stonehaven Torrens Yamba',
);
export const STREET_TYPES = list(
  'Street Road Avenue Lane Drive Court Place Crescent Close Circuit Boulevard Terrace Way',
);
/** Ways of cutting words short, as clerks do. */
export const SHORT: Readonly<Record<string, string>> = {
  International: 'Intl',
  Services: 'Svcs',
  Systems: 'Sys',
  Manufacturing: 'Mfg',
  Technologies: 'Tech',
  Logistics: 'Log.',
  Engineering: 'Eng.',
  Industries: 'Ind.',
  Construction: 'Constr.',
  Holding: 'Hldg',
  Group: 'Grp',
  Solutions: 'Solns',
  Distribution: 'Dist.',
  Laboratories: 'Labs',
  Insurance: 'Ins.',
  Properties: 'Props',
  Trading: 'Trdg',
  Marketing: 'Mktg',
  Partners: 'Ptnrs',
  Consulting: 'Consult.',
  Medical: 'Med.',
  Transport: 'Transp.',
  Maschinenbau: 'Masch.bau',
  Immobilien: 'Immob.',
  Street: 'St',
  Road: 'Rd',
  Avenue: 'Ave',
  Lane: 'Ln',
  Drive: 'Dr',
  Court: 'Ct',
  Place: 'Pl',
  Crescent: 'Cres',
  Close: 'Cl',
  Circuit: 'Cct',
  Boulevard: 'Blvd',
  Terrace: 'Tce',
};
