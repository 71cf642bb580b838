-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- The selected contact with everything that is known, and what can be done with it.

local ContactCard = session:prototype("ContactCard", { book = EMPTY, contact = EMPTY })

function ContactCard:edit() self.book.form:show(self.contact) end
function ContactCard:askToDelete() self.book.doomed = self.contact end
function ContactCard:close() self.book:select(nil) end

function ContactCard:toggleStar()
  self.contact.starred = not self.contact.starred
  self.book:sort()
end

function ContactCard:starIcon() return self.contact.starred and "star-fill" or "star" end
function ContactCard:starLabel() return self.contact.starred and "Remove from favourites" or "Add to favourites" end

function ContactCard:mailLink() return "mailto:" .. self.contact.email end
function ContactCard:phoneLink() return "tel:" .. self.contact.phone:gsub("[^%d+]", "") end

function ContactCard:lacksOccupation() return self.contact:occupation() == "" end
function ContactCard:lacksEmail() return self.contact.email == "" end
function ContactCard:lacksPhone() return self.contact.phone == "" end
function ContactCard:lacksCity() return self.contact.city == "" end
function ContactCard:lacksNote() return self.contact.note == "" end

-- Whether there is more to show than name and occupation.
function ContactCard:hasDetails()
  return not (self:lacksEmail() and self:lacksPhone() and self:lacksCity() and self:lacksNote())
end

return ContactCard
