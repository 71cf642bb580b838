-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- Contacts: an address book with search, a form that checks what is entered, and deletion that asks first. Every session
-- begins with the same dozen invented people; what is done to them stays in the session.

local AddressBook = require("address_book")
local people = require("people")

if not session.reloading then
  session:createAppVariable(AddressBook:new(people))
end
