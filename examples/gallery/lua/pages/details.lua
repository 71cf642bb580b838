-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("DetailsDemo", { open = false })

function Demo:shown() self.open = true end
function Demo:hidden() self.open = false end
function Demo:state() return self.open and "The app knows that it is open." or "The app knows that it is closed." end

return {
  title = "sl-details",
  demo = Demo,
  about = [[
More, for who wants it. Bind `open` only where the app must know.]],
}
