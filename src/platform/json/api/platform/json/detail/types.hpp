#pragma once

#include "platform/core/constrained.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/id.hpp"
#include "platform/core/time.hpp"
#include "platform/json/json.hpp"

#include <boost/json/array.hpp>

#include <array>
#include <concepts>
#include <vector>

namespace kontor::platform::json::detail {

template <class T>
inline constexpr bool is_optional = IsOptional<T>::value;
template <class T>
inline constexpr bool is_nullable = false;
template <class T>
inline constexpr bool is_nullable<Nullable<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_map = false;
template <class T>
inline constexpr bool is_map<std::map<std::string, T>> = true;
template <class T>
inline constexpr bool is_variant = false;
template <class... T>
inline constexpr bool is_variant<std::variant<T...>> = true;
template <class T>
inline constexpr bool is_any_json =
    std::same_as<T, boost::json::value> || std::same_as<T, boost::json::object> ||
    std::same_as<T, boost::json::array>;

template <class>
inline constexpr bool has_no_json_form = false;

template <class Pointer>
struct MemberOf;
template <class Struct, class Member>
struct MemberOf<Member Struct::*> {
    using type = Member;
};

template <class Descriptor>
using MemberType = typename MemberOf<std::remove_cv_t<decltype(Descriptor::pointer)>>::type;

// A table with one entry per public member: Entry::make<T, Descriptor>().
template <class Entry, Described T>
inline constexpr auto member_table =
    []<template <class...> class List, class... Descriptor>(List<Descriptor...>) {
        return std::array<Entry, sizeof...(Descriptor)>{Entry::template make<T, Descriptor>()...};
    }(boost::describe::describe_members<T, boost::describe::mod_public>{});

template <DescribedEnum E>
inline constexpr auto enumerator_names =
    []<template <class...> class List, class... Descriptor>(List<Descriptor...>) {
        return std::array<std::string_view, sizeof...(Descriptor)>{Descriptor::name...};
    }(boost::describe::describe_enumerators<E>{});

}  // namespace kontor::platform::json::detail
