-- First pages of every category in every order.
local orders = { "newest", "price_asc", "price_desc", "title" }
local rooms = { "kitchen", "study", "bedroom", "garden", "hall" }
local parts = { "small", "large", "textiles", "light" }
function init(args) math.randomseed(os.time()) end
function request()
  return wrk.format("GET", "/v1/products?limit=20&sort=" .. orders[math.random(#orders)] ..
    "&category=" .. rooms[math.random(#rooms)] .. "-" .. parts[math.random(#parts)])
end
