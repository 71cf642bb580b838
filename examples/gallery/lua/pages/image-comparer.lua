-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("ImageComparerDemo", {})

local function picture(sky, hill)
  return ("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 384 192'><rect width='384' height='192' fill='%s'/>" ..
    "<circle cx='300' cy='50' r='24' fill='white'/><path d='M0 192Q140 40 384 192z' fill='%s'/></svg>"):format(sky, hill)
end

function Demo:before() return picture("skyblue", "seagreen") end
function Demo:after() return picture("midnightblue", "darkslategray") end

return {
  title = "sl-image-comparer",
  demo = Demo,
  about = [[
Before and after. Pictures come from the site's folder `html`, or are made by the app as these are.]],
}
