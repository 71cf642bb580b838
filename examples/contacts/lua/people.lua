-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- Who is in the book at first. All invented; telephone numbers are from ranges set aside for fiction.

return {
  { name = "Amara Nwosu", role = "Structural engineer", company = "Brightspan Bridges", email = "amara.nwosu@example.com",
    phone = "+44 20 7946 0112", city = "Bristol", starred = true,
    note = "Prefers calls before ten. Has the drawings for the footbridge." },
  { name = "Benoît Lacombe", role = "Head baker", company = "Four à Bois", email = "benoit@example.com",
    phone = "+33 1 99 00 41 27", city = "Lyon", note = "Orders for Saturday go in by Thursday noon." },
  { name = "Chiyo Tanabe", role = "Illustrator", email = "hello@chiyo.example", phone = "+81 3 5550 0143", city = "Kanazawa",
    note = "Did the cover for the spring issue. Ask about the owl series." },
  { name = "Dafydd Pryce", role = "Mountain guide", company = "Cwm Tracks", email = "dafydd@cwmtracks.example",
    phone = "+44 29 2018 0345", city = "Betws-y-Coed" },
  { name = "Eleni Markou", role = "Notary", company = "Markou & Daughters", email = "e.markou@example.com",
    phone = "+30 21 5550 1176", city = "Thessaloniki", note = "Office closes for the afternoon at two." },
  { name = "Farid Hosseini", role = "Piano technician", email = "farid.hosseini@example.com", phone = "+1 202 555 0148",
    city = "Baltimore", starred = true, note = "Tunes the upright every March and September." },
  { name = "Ingrid Sørlie", role = "Harbour pilot", company = "Port of Ålesund", email = "ingrid.sorlie@example.com",
    phone = "+47 5550 0164", city = "Ålesund" },
  { name = "Jonah Whitlock", role = "Editor", company = "Lantern Quarterly", email = "jonah@lantern.example",
    phone = "+1 617 555 0179", city = "Boston", note = "Likes short sentences. Deadline is the 14th." },
  { name = "Łucja Wrona", role = "Beekeeper", company = "Pasieka Wrona", email = "lucja@example.com", phone = "+48 22 555 01 36",
    city = "Sandomierz", note = "Two jars of buckwheat honey on order." },
  { name = "Mateus Carvalho", role = "Physiotherapist", company = "Clínica Ribeira", email = "m.carvalho@example.com",
    phone = "+351 22 555 0181", city = "Porto" },
  { name = "Priya Raghunathan", role = "Data scientist", company = "Monsoon Labs", email = "priya@monsoon.example",
    phone = "+91 80 5550 0125", city = "Bengaluru", starred = true, note = "Met at the hydrology conference; working on flood maps." },
  { name = "Tomasz Zieliński", role = "Joiner", company = "Zieliński Woodwork", email = "tomasz@example.com",
    phone = "+48 12 555 01 09", city = "Kraków", note = "Quote for the window seat still open." },
}
