-- Takes files: one in a field, several in a list, one by a method.
app = { heard = "", calls = 0 }

local function described(file)
  return ("%s %s %d %d %s"):format(file.name, file.type, file.size, file.modified, file.data)
end

function app:take(file)
  self.calls = self.calls + 1
  if file.name == "bad.txt" then error("not this one") end
  self.heard = described(file)
end

function app:portrait()
  return self.avatar and described(self.avatar) or "none"
end

function app:photoNames()
  local names = {}
  for i, photo in ipairs(self.photos or {}) do names[i] = photo.name .. "=" .. photo.data end
  return table.concat(names, " ")
end

session:createAppVariable(app)
