#include "returns/module.hpp"

#include "exchange.hpp"
#include "service.hpp"

namespace kontor::returns {

std::unique_ptr<Returns> make_returns(platform::Database& database, platform::EventLog& events,
                                      const platform::Clock& clock, const Upstream& upstream,
                                      const Config& config) {
    return std::make_unique<Service>(database, events, clock, upstream, config);
}

std::unique_ptr<Exchanges> make_exchanges(platform::Database& database, platform::EventLog& events,
                                          const platform::Clock& clock, const Shop& shop) {
    return std::make_unique<ExchangeService>(database, events, clock, shop);
}

}  // namespace kontor::returns
