#pragma once

#include "platform/core/result.hpp"

#include <functional>

namespace kontor::catalog {

// Asked of what a change is about to change, when nobody else can any more; what it refuses is left
// as it is. Empty: whatever that is.
template <class T>
using Unchanged = std::function<platform::Result<>(const T&)>;

template <class T>
platform::Result<> check(const Unchanged<T>& unchanged, const T& present) {
    return unchanged ? unchanged(present) : platform::Result<>{};
}

}  // namespace kontor::catalog
