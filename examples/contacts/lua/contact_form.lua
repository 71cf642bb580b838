-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- The form for a new contact or an existing one. It works on a draft, so cancelling needs no undoing. What is wrong with a
-- field is asked of the form by the template, field by field; an empty name counts only once saving has been tried.

local Contact = require("contact")
local text = require("text")

local ContactForm = session:prototype("ContactForm", {
  book = EMPTY,
  contact = EMPTY,  -- Being edited; none for a new one.
  visible = false,
  tried = false,
  name = "", role = "", company = "", email = "", phone = "", city = "", note = "",
})

-- `contact` nil begins a new one.
function ContactForm:show(contact)
  for _, field in ipairs(Contact.FIELDS) do self[field] = contact and contact[field] or "" end
  self.contact, self.tried, self.visible = contact, false, true
end

function ContactForm:cancel() self.visible = false end

function ContactForm:title() return self.contact and "Edit contact" or "New contact" end
function ContactForm:saveLabel() return self.contact and "Save" or "Add contact" end

function ContactForm:nameError()
  if self.tried and text.tidy(self.name) == "" then return "Please enter a name." end
end

function ContactForm:emailError()
  local email = text.tidy(self.email)
  if email == "" then return nil end
  if not text.isPlausibleEmail(email) then return "This does not look like an e-mail address: name@example.com" end
  local owner = self.book:ownerOf(email)
  if owner and owner ~= self.contact then return ("%s already has this address."):format(owner.name) end
end

-- Said once for the whole form, also to those who do not see the fields.
function ContactForm:problem()
  if self.tried and (self:nameError() or self:emailError()) then return "Not saved yet: please check the marked fields." end
end

function ContactForm:save()
  self.tried = true
  if self:problem() then return end
  local contact = self.contact or Contact:new()
  for _, field in ipairs(Contact.FIELDS) do
    contact[field] = field == "note" and self.note or text.tidy(self[field])
  end
  self.visible = false
  self.book:keep(contact)
end

return ContactForm
