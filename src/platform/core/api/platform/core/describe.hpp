// One way to walk the members of a described struct (Boost.Describe), for every room that maps
// structs to something else: JSON, columns, configuration, schemas.
#pragma once

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <optional>
#include <string_view>
#include <type_traits>

namespace kontor::platform {

// Both requirements at once: Boost answers an empty list for types it was never told about.
template <class T>
concept Described = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

// Calls visit(name, pointer_to_member) for each public member, in declaration order.
template <Described T, class Visit>
constexpr void for_each_member(Visit&& visit) {
    using Members = boost::describe::describe_members<T, boost::describe::mod_public>;
    boost::mp11::mp_for_each<Members>(
        [&](auto member) { visit(std::string_view(member.name), member.pointer); });
}

template <Described T>
inline constexpr std::size_t member_count =
    boost::mp11::mp_size<boost::describe::describe_members<T, boost::describe::mod_public>>::value;

// The enumerator's own name, as it stands in JSON and in the database.
template <DescribedEnum E>
constexpr std::string_view enum_name(E value) {
    std::string_view found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
        if (enumerator.value == value) found = enumerator.name;
    });
    return found;
}

template <DescribedEnum E>
constexpr std::optional<E> enum_from_name(std::string_view name) {
    std::optional<E> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
        if (name == enumerator.name) found = enumerator.value;
    });
    return found;
}

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

}  // namespace kontor::platform
