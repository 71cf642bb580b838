-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- A person in the address book, and what follows from the fields. Knows nothing of pages.

local text = require("text")

local Contact = session:prototype("Contact", {
  name = "", role = "", company = "", email = "", phone = "", city = "", note = "", starred = false,
})

-- What a person can enter, in the order of the form.
Contact.FIELDS = { "name", "role", "company", "email", "phone", "city", "note" }

-- How many colours the templates know.
local TINTS = 8

function Contact:initials() return text.initials(self.name) end

-- A number that stays the same for the same name.
function Contact:tint()
  local sum = 0
  for i = 1, #self.name do sum = (sum * 23 + self.name:byte(i)) % 8191 end
  return sum % TINTS
end

function Contact:occupation()
  if self.role ~= "" and self.company ~= "" then return self.role .. " at " .. self.company end
  return self.role .. self.company
end

-- Whether every one of `words`, already folded, occurs somewhere.
function Contact:matches(words)
  local all = text.fold(table.concat({ self.name, self.role, self.company, self.email, self.phone, self.city }, "\n"))
  for _, word in ipairs(words) do
    if not all:find(word, 1, true) then return false end
  end
  return true
end

-- Starred people first, then by name.
function Contact.comesBefore(a, b)
  if a.starred ~= b.starred then return a.starred end
  return text.fold(a.name) < text.fold(b.name)
end

return Contact
