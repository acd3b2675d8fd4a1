#pragma once

#include "platform/core/id.hpp"

namespace kontor::invoices {

using InvoiceId = platform::Id<"inv">;

}  // namespace kontor::invoices
