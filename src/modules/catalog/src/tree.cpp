#include "tree.hpp"

#include "catalog/localise.hpp"

namespace kontor::catalog {

namespace {

using Siblings = std::map<std::optional<CategoryId>, std::vector<const Category*>>;

std::vector<CategoryNode> children_of(const std::optional<CategoryId>& parent,
                                      const Siblings& siblings, std::string_view language) {
    std::vector<CategoryNode> nodes;
    if (const auto found = siblings.find(parent); found != siblings.end())
        for (const auto* category : found->second) {
            auto [id, slug, name] = reference_to(*category, language);
            nodes.push_back(
                {id, std::move(slug), std::move(name), children_of(id, siblings, language)});
        }
    return nodes;
}

}  // namespace

CategoryReference reference_to(const Category& category, std::string_view language) {
    auto shown = in_language(category, language);
    return {shown.id, std::move(shown.slug), std::move(shown.name)};
}

std::vector<CategoryNode> tree_of(const std::vector<Category>& categories,
                                  std::string_view language) {
    Siblings siblings;
    for (const auto& category : categories) siblings[category.parent].push_back(&category);
    return children_of(std::nullopt, siblings, language);
}

}  // namespace kontor::catalog
