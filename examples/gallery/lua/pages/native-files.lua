-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("NativeFilesDemo", { words = "No text yet", pictures = EMPTY })

function Demo:count(file)
  local count = select(2, file.data:gsub("%S+", ""))
  self.words = ("%d words in %s"):format(count, file.name)
end

function Demo:sizes()
  local sizes = {}
  for i, picture in ipairs(self.pictures or {}) do sizes[i] = ("%s (%d bytes)"):format(picture.name, picture.size) end
  return table.concat(sizes, ", ")
end

function Demo:forget() self.pictures = nil end

return {
  title = "files",
  demo = Demo,
  about = [[
What is chosen, or dropped, reaches the app as an object with name, type, size, modified and data, or as an array of them. Sending
shows how far it is, can be canceled, and survives cuts.]],
}
