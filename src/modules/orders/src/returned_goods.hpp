#pragma once

#include "platform/events/subscription.hpp"

namespace kontor::orders {

// What happens to returns stands in the timeline of their order, and what came back is counted.
void follow_returns(platform::Subscription& subscription, const platform::Clock& clock);

}  // namespace kontor::orders
