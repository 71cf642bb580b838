-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("InputDemo", { city = "Ghent", secret = "", day = "2026-05-01", size = "40" })

function Demo:all() return ("%s · %d characters · %s · %s"):format(self.city, #self.secret, self.day, self.size) end

return {
  title = "sl-input",
  demo = Demo,
  about = [[
A line of text. Written when left or on Enter, or with each key. All its types and slots work.]],
}
