#pragma once

#include <optional>
#include <utility>

namespace kontor::platform {

// A value that may be nothing, and says so: JSON null.
template <class T>
struct Nullable {
    std::optional<T> value;
    friend bool operator==(const Nullable&, const Nullable&) = default;
};

// A member of a change: absent leaves what there is, null clears it.
template <class T>
using Change = std::optional<Nullable<T>>;

template <class T>
Change<T> change_to(T value) {
    return Nullable<T>{std::move(value)};
}

}  // namespace kontor::platform
