#pragma once

#include "customers/purpose.hpp"
#include "notifications/templates.hpp"

#include <array>
#include <span>
#include <string_view>

namespace kontor::notifications {

// What the shop writes about. sample holds every value that a template may name.
struct Kind {
    std::string name;
    bool is_optional = false;
    Values sample;
    bool is_marketing = false;  // for customers who consent, by what it is sent by
};

const std::vector<Kind>& kinds();
const Kind* find_kind(std::string_view name);
// Whether messages of the kind tell a link that whoever follows it gets into an account by; so do,
// with them, the parts that all messages share.
bool carries_secret_link(std::string_view name);
std::vector<std::string> optional_kinds();
std::vector<std::string> marketing_kinds();
// What a customer has to consent to before marketing goes out that way.
customers::Purpose purpose_of(Channel channel);

// header and footer are parts of other templates. They may name what every kind has.
constexpr std::array<std::string_view, 2> layouts{"header", "footer"};
bool is_layout(std::string_view name);

// What every template may name, beside the values of its kind.
const Values& common_sample();
// Of a kind or a layout, which must exist.
Values values_of(std::string_view name);
// "number", "items (title, sku)": for people.
std::vector<std::string> value_names(const Values& values);

platform::Error no_such_kind(const std::string& name);

// The parts that make a message of a channel.
std::span<const std::string_view> parts_of(Channel channel);
// subject, text, html, sms, push
std::span<const std::string_view> all_parts();

bool is_money(const boost::json::object& value);
bool is_time(const boost::json::object& value);
bool is_moment(const boost::json::object& value);

}  // namespace kontor::notifications
