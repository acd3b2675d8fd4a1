#pragma once

#include "platform/http/route.hpp"
#include "target.hpp"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace kontor::platform::http {

// The names of a template's parameters, in order: "/v1/carts/{cart}" has "cart".
std::vector<std::string> template_parameters(std::string_view path_template);

// Finds a path's routes in a tree of segments. A literal must be spelled exactly as in the
// template, percent-encoding included, and goes before a parameter.
class Matcher {
public:
    // Indexes of routes by method; -1 where there is none.
    using Methods = std::array<int, 5>;

    // False when the method and template exist already.
    bool add(Method method, std::string_view path_template, int route);

    // Nothing, or the methods of the template that fits; values get the parameters in order.
    const Methods* find(const std::vector<PathSegment>& path,
                        std::vector<std::string>& values) const;

private:
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> literals{};
        std::unique_ptr<Node> parameter{};
        Methods methods{-1, -1, -1, -1, -1};
        bool is_end = false;
    };

    static const Methods* find(const Node& node, const std::vector<PathSegment>& path,
                               std::size_t depth, std::vector<std::string>& values);
    Node root_;
};

}  // namespace kontor::platform::http
