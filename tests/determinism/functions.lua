-- Feeds one function with made-up numbers and prints a digest of what it returned. Two globals say what to do:
-- FUNCTION is the name of a line in the tables below; SHOW is whether to print every value too.

local state = 0x9E3779B97F4A7C15

local function Bits()
  state = state ~ (state << 13)
  state = state ~ (state >> 7)
  state = state ~ (state << 17)
  return state
end

-- A number of any size: every pattern of bits.
local function Raw() return (string.unpack("d", string.pack("j", Bits()))) end

-- Half of them of the sizes that programs have.
local function Any()
  local kind = Bits() % 4
  if kind == 0 then return Raw() end
  if kind == 1 then return (Bits() >> 11) / 2 ^ 50 end
  if kind == 2 then return ((Bits() >> 11) - 2 ^ 52) / 2 ^ 40 end
  return (Bits() % 2001 - 1000) / 8
end

local function Below(n) return (Bits() & math.maxinteger) % n end

local function Digits(n)
  local digits = {}
  for i = 1, n do digits[i] = Below(10) end
  return table.concat(digits)
end

local numbers = {
  ["sin"] = function() return math.sin(Any()) end,
  ["cos"] = function() return math.cos(Any()) end,
  ["tan"] = function() return math.tan(Any()) end,
  ["sin of large numbers"] = function() return math.sin(Any() * 1e10) end,
  ["asin"] = function() return math.asin(Any() % 2 - 1) end,
  ["acos"] = function() return math.acos(Any() % 2 - 1) end,
  ["atan"] = function() return math.atan(Any()) end,
  ["atan of two"] = function() return math.atan(Any(), Any()) end,
  ["exp"] = function() return math.exp(Any()) end,
  ["exp in range"] = function() return math.exp(Any() % 1400 - 700) end,
  ["log"] = function() return math.log(math.abs(Any())) end,
  ["log to base 2"] = function() return math.log(math.abs(Any()), 2) end,
  ["log to base 10"] = function() return math.log(math.abs(Any()), 10) end,
  ["log to any base"] = function() return math.log(math.abs(Any()), math.abs(Any())) end,
  ["pow"] = function() return Any() ^ Any() end,
  ["pow in range"] = function() return (Any() % 10) ^ (Any() % 20) end,
  ["sqrt"] = function() return math.sqrt(Any()) end,
  ["fmod"] = function() return math.fmod(Any(), Any()) end,
  ["remainder"] = function() return Any() % Any() end,
  ["floor division"] = function() return Any() // Any() end,
  ["floor and ceil"] = function() return math.floor(Any()) + math.ceil(Any()) + 0.0 end,
  ["cosh"] = function() return math.cosh(Any() % 1400 - 700) end,
  ["sinh"] = function() return math.sinh(Any() % 1400 - 700) end,
  ["tanh"] = function() return math.tanh(Any() % 50 - 25) end,
  ["log10"] = function() return math.log10(math.abs(Any())) end,
  ["atan2"] = function() return math.atan2(Any(), Any()) end,
  ["power of 5.1"] = function() return math.pow(Any(), Any()) end,
  ["ldexp"] = function() return math.ldexp(Any(), Below(2400) - 1200) end,
  ["frexp"] = function() return (math.frexp(Any())) end,
  ["single precision"] = function() return (string.unpack("f", string.pack("f", Any() % 1e38))) end,
  ["reading decimals"] = function()
    return tonumber(Below(10) .. "." .. Digits(Below(30) + 1) .. "e" .. Below(700) - 350) + 0.0
  end,
  ["reading long decimals"] = function()
    return tonumber(Digits(Below(150) + 20) .. "." .. Digits(Below(150) + 20) .. "e" .. Below(400) - 200) + 0.0
  end,
  ["reading halves"] = function() return tonumber(("%d.5"):format((1 << 52) | (Bits() >> 12))) + 0.0 end,
  ["reading what was written"] = function() return (tonumber(("%.17g"):format(Raw())) or 0) + 0.0 end,
  ["reading hexadecimals"] = function()
    return tonumber(("0x%x.%xp%d"):format(Bits(), Bits(), Below(2300) - 1150)) + 0.0
  end,
}

local texts = {
  ["tostring"] = function() return tostring(Any()) end,
  ["halves"] = function()
    return ("%.0f %.1f %.2f %.3f %.2e %.0e"):format(Below(100000) / 2, Below(100000) / 4, Below(100000) / 8,
      Below(100000) / 16, Below(100000) / 8, Below(100000) / 2)
  end,
  ["long halves"] = function()
    return ("%.9f %.18f %.8f %.10f"):format(Below(1 << 30) / 2 ^ 10, Below(1 << 30) / 2 ^ 19, Below(1 << 30) / 2 ^ 9,
      Below(1 << 30) / 2 ^ 11)
  end,
}
for _, form in ipairs({ "%.14g", "%.17g", "%g", "%.3g", "%#g", "%.0f", "%.3f", "%20.3f", "%e", "%.0e", "%.40e", "%a", "%.4a", "%+-30a|", "%q" }) do
  texts[form] = function() return form:format(Raw()) end
end

local COUNT = 20000
local digest = 0
local number, text = numbers[FUNCTION], texts[FUNCTION]
for i = 1, COUNT do
  local result = number and string.pack(">d", number()) or text()
  if SHOW then print(i, number and ("%a"):format((string.unpack(">d", result))) or result) end
  for k = 1, #result do digest = (digest * 31 + result:byte(k)) & 0xffffffffffff end
end
print("digest", ("%012x"):format(digest))

-- What there is to ask for.
local names = {}
for name in pairs(numbers) do names[#names + 1] = name end
for name in pairs(texts) do names[#names + 1] = name end
table.sort(names)
print("names", table.concat(names, ","))
