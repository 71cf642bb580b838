-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("PresentersDemo", { people = EMPTY })
local Row = session:prototype("PresentersRow", { open = false })

function Demo:new()
  return session:create(self, { people = {
    { name = "Ada Lovelace", note = "Wrote the first program." },
    { name = "Grace Hopper", note = "Wrote the first compiler." },
  } })
end

function Row:new(it) return session:create(self, { person = it.baseItem }) end
function Row:toggle() self.open = not self.open end
function Row:isClosed() return not self.open end
function Row:expanded() return tostring(self.open) end

return {
  title = "Presenters",
  demo = Demo,
  about = [[
With `wrapper=lua.ViewList&itemWrapper=Row` each element gets a presenter: an object of your own that stands between the row and what it
shows, and keeps what only the page needs. Here it knows whether a row is open.]],
}
