#pragma once

#include "platform/core/uuid.hpp"

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace kontor::platform {

// The prefix of a TypeID, as an argument of a template.
template <std::size_t Size>
struct Prefix {
    consteval Prefix(const char (&text)[Size]) { std::ranges::copy(text, letters); }
    char letters[Size]{};
};

// The id of one kind of thing, named by the prefix that no other kind has:
//     using ProductId = platform::Id<"prod">;
// In JSON and URLs a TypeID (prod_01j9...), in the database a bare uuid.
template <Prefix Kind>
class Id {
public:
    static constexpr std::string_view prefix = Kind.letters;

    Id() = default;
    explicit Id(const Uuid& uuid) : uuid_(uuid) {}

    static Id make() { return Id(new_uuid()); }

    // Nothing when the text is not a TypeID of this kind.
    static std::optional<Id> parse(std::string_view text) {
        const auto uuid = parse_typeid(prefix, text);
        if (!uuid) return std::nullopt;
        return Id(*uuid);
    }

    const Uuid& uuid() const { return uuid_; }
    std::string text() const { return to_typeid(prefix, uuid_); }

    friend auto operator<=>(const Id&, const Id&) = default;

private:
    Uuid uuid_;
};

template <class T>
struct IsId : std::false_type {};
template <Prefix Kind>
struct IsId<Id<Kind>> : std::true_type {};

}  // namespace kontor::platform

template <kontor::platform::Prefix Kind>
struct std::hash<kontor::platform::Id<Kind>> {
    std::size_t operator()(const kontor::platform::Id<Kind>& id) const noexcept {
        return std::hash<kontor::platform::Uuid>{}(id.uuid());
    }
};
