#pragma once

#include "auth/link_id.hpp"
#include "platform/core/describe.hpp"

#include <string>

namespace kontor::auth {

enum class LinkPurpose {
    password_reset,
    address_verification,
    address_change,
    staff_invitation,
};
BOOST_DESCRIBE_ENUM(LinkPurpose, password_reset, address_verification, address_change,
                    staff_invitation)

// What the links of letters are made of. Whoever has a token may do what its link is for, so it is
// kept nowhere: a letter is kept with the link's id in its place. Thread-safe; no statement.
class Links {
public:
    virtual ~Links() = default;

    // The page that the link opens, with the id where the token belongs.
    virtual std::string page(LinkPurpose purpose, const LinkId& id) const = 0;
    // What takes the place of the id at the moment when the letter is handed over.
    virtual std::string token(const LinkId& id) const = 0;
};

}  // namespace kontor::auth
