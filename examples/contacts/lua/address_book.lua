-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- The app: all contacts, the search, which contact is selected, and which one is about to be deleted.

local Contact = require("contact")
local ContactCard = require("contact_card")
local ContactForm = require("contact_form")
require("contact_row")
local text = require("text")

-- How long a notice stays, in milliseconds.
local NOTICE_TIME = 4000

local AddressBook = session:prototype("AddressBook", {
  query = "",
  selected = EMPTY,  -- A contact.
  card = EMPTY,      -- What shows it.
  doomed = EMPTY,    -- The contact in the question "Delete?".
  notice = "",
  noticeShown = false,
  noticeTimer = EMPTY,
})

function AddressBook:new(people)
  local book = session:create(self, { contacts = {} })
  book.form = session:create(ContactForm, { book = book })
  for _, person in ipairs(people) do
    local fields = {}
    for name, value in pairs(person) do fields[name] = value end
    table.insert(book.contacts, session:create(Contact, fields))
  end
  book:sort()
  return book
end

function AddressBook:sort() table.sort(self.contacts, Contact.comesBefore) end

-- Searching ---------------------------------------------------------------------------------------------------------

-- The contacts that contain every word of the query.
function AddressBook:found()
  local words = {}
  for word in text.fold(self.query):gmatch("%S+") do words[#words + 1] = word end
  if #words == 0 then return self.contacts end
  local found = {}
  for _, contact in ipairs(self.contacts) do
    if contact:matches(words) then found[#found + 1] = contact end
  end
  return found
end

function AddressBook:clearQuery() self.query = "" end

function AddressBook:summary()
  local all, found = #self.contacts, #self:found()
  if found < all then return ("%d of %d contacts"):format(found, all) end
  return all == 1 and "1 contact" or ("%d contacts"):format(all)
end

function AddressBook:hasContacts() return #self.contacts > 0 end
function AddressBook:hasNoContacts() return #self.contacts == 0 end
function AddressBook:hasMatchOrIsEmpty() return #self:found() > 0 or #self.contacts == 0 end
function AddressBook:noMatchText() return ("Nobody here matches “%s”."):format(text.tidy(self.query)) end

-- Selecting ---------------------------------------------------------------------------------------------------------

-- `contact` nil selects nobody.
function AddressBook:select(contact)
  self.selected = contact
  self.card = contact and session:create(ContactCard, { book = self, contact = contact })
end

function AddressBook:hasCard() return self.card ~= nil end

-- Moves the selection through the list as shown, stopping at its ends.
function AddressBook:step(by)
  local found = self:found()
  local position = by > 0 and 0 or #found + 1
  for i, contact in ipairs(found) do
    if contact == self.selected then position = i end
  end
  self:select(found[position + by] or self.selected)
end

function AddressBook:selectNext() self:step(1) end
function AddressBook:selectPrevious() self:step(-1) end
function AddressBook:selectFirst() self:select(self:found()[1] or self.selected) end

-- Changing ----------------------------------------------------------------------------------------------------------

function AddressBook:create() self.form:show(nil) end

-- The contact with this e-mail address, if any.
function AddressBook:ownerOf(email)
  for _, contact in ipairs(self.contacts) do
    if contact.email:lower() == email:lower() then return contact end
  end
end

-- Takes in a contact that is new or has changed, and shows it.
function AddressBook:keep(contact)
  local isNew = true
  for _, known in ipairs(self.contacts) do isNew = isNew and known ~= contact end
  if isNew then table.insert(self.contacts, contact) end
  self:sort()
  self.query = ""
  self:select(contact)
  self:tell((isNew and "%s is now in your contacts." or "%s has been saved."):format(contact.name))
end

function AddressBook:isDeleting() return self.doomed ~= nil end
function AddressBook:keepDoomed() self.doomed = nil end

function AddressBook:delete()
  local doomed = self.doomed
  for i, contact in ipairs(self.contacts) do
    if contact == doomed then
      table.remove(self.contacts, i)
      if self.selected == doomed then self:select(nil) end
      self:tell(("%s has been deleted."):format(doomed.name))
      break
    end
  end
  self.doomed = nil
end

-- Says something for a few seconds.
function AddressBook:tell(notice)
  self.notice, self.noticeShown = notice, true
  session:clearTimeout(self.noticeTimer)
  self.noticeTimer = session:setTimeout(function() self.noticeShown = false end, NOTICE_TIME)
end

function AddressBook:hideNotice() self.noticeShown = false end

return AddressBook
