-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- The application of the worked exchange: a title, a counter, a list that grows and shrinks, and something picked.

Item = session:prototype("Item", { label = "" })
Tiny = session:prototype("Tiny", { title = "Hello", count = 0, items = EMPTY })
function Tiny:inc() self.count = self.count + 1 end
function Tiny:setCount(v) self.count = v end
function Tiny:add() table.insert(self.items, Item:new({ label = "n" .. #self.items + 1 })) end
function Tiny:drop() table.remove(self.items) end
function Tiny:pick() self.sel = self.items[1] end
function Tiny:unpick() self.sel = nil end
app = Tiny:new({ items = {} })
session:createAppVariable(app)
