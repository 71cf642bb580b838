-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("ScrollDemo", { log = "1: begun\n", lines = 1 })

function Demo:say()
  for _ = 1, 3 do
    self.lines = self.lines + 1
    self.log = self.log .. self.lines .. ": something happened\n"
  end
end

return {
  title = "scrollOnOutput",
  demo = Demo,
  about = [[
`?scrollOnOutput` keeps what comes last in sight, as a log does, unless the person has scrolled up to read.]],
}
