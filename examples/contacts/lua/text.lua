-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- Small things about text. Strings are UTF-8; Lua's own lower() knows only ASCII, so accented letters are handled here.

local text = {}

-- One character, however many bytes.
local CHARACTER = "[\0-\x7F\xC2-\xFD][\x80-\xBF]*"

local PLAIN = {
  a = "áàâäãåāąÁÀÂÄÃÅĀĄ", c = "çćčÇĆČ", d = "ďĎ", e = "éèêëēęěÉÈÊËĒĘĚ", g = "ğĞ", i = "íìîïīıÍÌÎÏĪİ", l = "łŁ",
  n = "ñńňÑŃŇ", o = "óòôöõøōőÓÒÔÖÕØŌŐ", r = "řŘ", s = "śšşŚŠŞ", t = "ťŤ", u = "úùûüūůűÚÙÛÜŪŮŰ", y = "ýÿÝŸ", z = "źżžŹŻŽ",
}

local plain_of = {}
for plain, accented in pairs(PLAIN) do
  for character in accented:gmatch(CHARACTER) do plain_of[character] = plain end
end

-- Lower case without accents, for comparing and sorting: "Łucja" is found by "lucja".
function text.fold(s)
  return (s:lower():gsub("[\xC3-\xC5][\x80-\xBF]", plain_of))
end

-- Without white space around it, and with single spaces inside.
function text.tidy(s)
  return (tostring(s or ""):gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

-- "ML" for "Mira van Laan": the first letters of the first and the last word.
function text.initials(name)
  local letters = {}
  for word in name:gmatch("%S+") do letters[#letters + 1] = word:match(CHARACTER) end
  if #letters == 0 then return "?" end
  return (#letters == 1 and letters[1] or letters[1] .. letters[#letters]):upper()
end

-- Whether something@somewhere.tld could be an address. Only sending a message would tell for sure.
function text.isPlausibleEmail(s)
  local name, domain = s:match("^([^%s@]+)@([^%s@]+)$")
  return name ~= nil and domain:find("^[^.].*%.[^.][^.]+$") ~= nil and not domain:find("..", 1, true)
end

return text
