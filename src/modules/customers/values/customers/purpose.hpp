#pragma once

#include "platform/core/describe.hpp"

namespace kontor::customers {

// What a customer may consent to.
enum class Purpose { marketing_email, marketing_sms, marketing_push, terms };
BOOST_DESCRIBE_ENUM(Purpose, marketing_email, marketing_sms, marketing_push, terms)

}  // namespace kontor::customers
