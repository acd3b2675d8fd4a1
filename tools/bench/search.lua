-- Searches with facets, for the words in the file that is the first argument, in random order.
local queries = {}
function init(args)
  for line in io.lines(args[1]) do queries[#queries + 1] = line end
  math.randomseed(os.time())
end
function request()
  return wrk.format("GET", "/v1/search?limit=20&q=" .. queries[math.random(#queries)])
end
