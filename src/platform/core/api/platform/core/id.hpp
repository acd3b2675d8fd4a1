#pragma once

#include "platform/core/uuid.hpp"

#include <type_traits>

namespace kontor::platform {

// The id of one kind of thing. Tag carries the kind's TypeID prefix:
//     struct ProductTag { static constexpr std::string_view prefix = "prod"; };
//     using ProductId = platform::Id<ProductTag>;
// In JSON and URLs a TypeID (prod_01j9...), in the database a bare uuid.
template <class Tag>
class Id {
public:
    static constexpr std::string_view prefix = Tag::prefix;

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
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};

}  // namespace kontor::platform

template <class Tag>
struct std::hash<kontor::platform::Id<Tag>> {
    std::size_t operator()(const kontor::platform::Id<Tag>& id) const noexcept {
        return std::hash<kontor::platform::Uuid>{}(id.uuid());
    }
};
