#include "platform/events/subscription.hpp"

#include "platform/telemetry/trace.hpp"

#include <algorithm>

namespace kontor::platform {

std::vector<std::string> Subscription::event_names() const {
    std::vector<std::string> names;
    names.reserve(handlers_.size());
    for (const auto& [name, handler] : handlers_) names.push_back(name);
    return names;
}

void Subscription::handle(Tx& tx, std::span<const Delivery> deliveries) const {
    while (!deliveries.empty()) {
        const auto& first = deliveries.front();
        const TraceScope trace({to_string(first.event), child_traceparent(first.traceparent)});
        std::size_t run = 1;
        if (const auto& own = handlers_.find(first.name)->second) {
            own(tx, deliveries.first(run));
        } else {
            const auto end = std::ranges::find_if(deliveries, [&](const Delivery& delivery) {
                return handlers_.find(delivery.name)->second != nullptr;
            });
            run = static_cast<std::size_t>(end - deliveries.begin());
            batch_(tx, deliveries.first(run));
        }
        deliveries = deliveries.subspan(run);
    }
}

}  // namespace kontor::platform
