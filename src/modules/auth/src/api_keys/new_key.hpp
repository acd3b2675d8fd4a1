#pragma once

#include "auth/api_keys.hpp"

namespace kontor::auth {

// Whether there could be such a key. Refuses auth.bad_key (invalid), naming all that is wrong.
platform::Result<> check_new_key(const NewApiKey& key, platform::Time now);

}  // namespace kontor::auth
