-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("AvatarDemo", { name = "Ada Lovelace" })

function Demo:initials() return self.name:gsub("(%S)%S*%s*", "%1"):sub(1, 2) end

return {
  title = "sl-avatar",
  demo = Demo,
  about = [[
A person. Initials and picture are attributes; the label says who it is.]],
}
