-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- A contact as a row of the list. The list makes one for each contact (itemWrapper=ContactRow) and hands it the contact as
-- `baseItem`.

local ContactRow = session:prototype("ContactRow", {})

function ContactRow:open() session:getApp():select(self.baseItem) end

-- For aria-current; nil takes the attribute away.
function ContactRow:current()
  if session:getApp().selected == self.baseItem then return "true" end
end

function ContactRow:subtitle()
  local occupation = self.baseItem:occupation()
  return occupation ~= "" and occupation or self.baseItem.email
end

function ContactRow:isPlain() return not self.baseItem.starred end

return ContactRow
