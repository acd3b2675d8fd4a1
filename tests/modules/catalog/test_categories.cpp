#include "shop.hpp"

#include "tree.hpp"

using namespace kontor;
using namespace kontor::catalog;
using namespace kontor::catalog::test;

namespace {

// A shop of its own: the order of the roots matters.
struct Tree {
    Shop shop;

    Category make(const std::string& name, const std::optional<CategoryId>& parent = {},
                  const std::string& more = "") {
        return shop.categories
            ->create(of_json<NewCategory>(R"({"name":")" + name + "\"" +
                                          (parent ? R"(,"parent":")" + parent->text() + "\"" : "") +
                                          more + "}"))
            .value();
    }
    platform::Result<Category> change(const Category& category, const std::string& json) {
        return shop.categories->change(category.id, of_json<CategoryChange>(json));
    }
    std::string parent(const Category& category) {
        return R"({"parent":")" + category.id.text() + "\"}";
    }
    // "books(poetry,prose)"
    static std::string text_of(const std::vector<CategoryNode>& nodes) {
        std::string text;
        for (const auto& node : nodes) {
            text += (text.empty() ? "" : ",") + node.slug;
            if (!node.children.empty()) text += "(" + text_of(node.children) + ")";
        }
        return text;
    }
    std::string text() { return text_of(tree_of(shop.catalog->categories(), "")); }
    Category now(const Category& category) {
        return shop.categories->resolve(category.id.text())->category;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Tree, "categories keep the places that they are given") {
    const auto books = make("Books");
    make("Music");
    make("Films", {}, R"(,"position":0)");
    CHECK(text() == "films,books,music");
    REQUIRE(change(books, R"({"position":0})").has_value());
    CHECK(text() == "books,films,music");
    REQUIRE(change(books, R"({"position":99})").has_value());
    CHECK(text() == "films,music,books");
    CHECK(now(books).position == 2);
}

TEST_CASE_FIXTURE(Tree, "a category moves with all below it, and never below itself") {
    const auto books = make("Books");
    const auto prose = make("Prose", books.id);
    const auto novels = make("Novels", prose.id);
    const auto media = make("Media");
    CHECK(novels.path == std::vector{books.id, prose.id, novels.id});
    CHECK(code_of(change(books, parent(novels))) == "catalog.category_cycle");
    CHECK(code_of(change(books, parent(books))) == "catalog.category_cycle");
    REQUIRE(change(books, parent(media)).has_value());
    CHECK(text() == "media(books(prose(novels)))");
    CHECK(now(novels).path == std::vector{media.id, books.id, prose.id, novels.id});
    REQUIRE(change(prose, R"({"parent":null,"position":0})").has_value());
    CHECK(text() == "prose(novels),media(books)");
    CHECK(now(novels).path == std::vector{prose.id, novels.id});
    const auto refused = shop.categories->change(
        books.id, of_json<CategoryChange>(R"({"parent":")" + CategoryId::make().text() + "\"}"));
    CHECK(code_of(refused) == "catalog.no_such_category");
    CHECK(pointer_of(refused) == "/parent");
}

TEST_CASE_FIXTURE(Tree, "a tree has twenty levels, however they come about") {
    std::optional<CategoryId> above;
    std::vector<Category> line;
    for (int level = 1; level <= 20; ++level) above = line.emplace_back(make("Level", above)).id;
    const auto below = shop.categories->create(
        of_json<NewCategory>(R"({"name":"Below","parent":")" + above->text() + "\"}"));
    CHECK(code_of(below) == "catalog.category_too_deep");
    CHECK(pointer_of(below) == "/parent");
    const auto top = make("Top");
    CHECK(code_of(change(line[0], parent(top))) == "catalog.category_too_deep");
    CHECK(change(line[1], parent(top)).has_value());
    CHECK(change(line[19], R"({"name":"Lowest"})").has_value());
}

TEST_CASE_FIXTURE(Tree, "a renamed category redirects and is announced once") {
    const auto books = make("Books");
    CHECK(change(books, R"({"name":"Books"})").has_value());
    REQUIRE(change(books, R"({"name":"Reading","slug":"reading",
                              "translations":{"de":{"name":"Lesen","slug":"lesen"}}})")
                .has_value());
    CHECK(shop.categories->resolve("books")->redirected);
    CHECK_FALSE(shop.categories->resolve("lesen")->redirected);
    CHECK(shop.facts_of(books.id).size() == 2);
    auto novel = simple("Novel", "novel");
    novel.categories = {"books", "lesen"};
    CHECK(shop.catalog->create(novel)->categories ==
          std::vector{CategoryReference{books.id, "reading", "Reading"}});
    CHECK(make("Books").slug == "books");
    CHECK_FALSE(shop.categories->resolve("books")->redirected);
}

TEST_CASE_FIXTURE(Tree, "slugs of categories are their own") {
    make("Books");
    CHECK(make("Books").slug == "books-2");
    CHECK(code_of(shop.categories->create(
              of_json<NewCategory>(R"({"name":"More","slug":"books"})"))) == "catalog.slug_taken");
    CHECK(code_of(shop.categories->create(of_json<NewCategory>(
              R"({"name":"More","translations":{"x":{"name":"y"}}})"))) == "catalog.bad_language");
    CHECK(make("本").slug.starts_with("category-"));
}

TEST_CASE_FIXTURE(Tree, "a category that is not empty is only removed when it may be emptied") {
    const auto books = make("Books");
    const auto prose = make("Prose", books.id);
    const auto novels = make("Novels", prose.id);
    auto novel = simple("Novel", "novel");
    novel.categories = {"prose"};
    const auto product = *shop.catalog->create(novel);
    CHECK(code_of(shop.categories->remove(prose.id, Contents::refuse)) ==
          "catalog.category_not_empty");
    REQUIRE(shop.categories->remove(prose.id, Contents::move_up).has_value());
    CHECK(text() == "books(novels)");
    CHECK(now(novels).path == std::vector{books.id, novels.id});
    CHECK(shop.catalog->product(product.id.text())->categories.empty());
    CHECK(shop.facts_of(product.id).back() == "catalog.product_changed.v1");
    CHECK(shop.facts_of(prose.id).back() == "catalog.category_deleted.v1");
    CHECK(shop.categories->remove(novels.id, Contents::refuse).has_value());
    CHECK(code_of(shop.categories->remove(novels.id, Contents::refuse)) ==
          "catalog.no_such_category");
}

TEST_CASE_FIXTURE(Tree, "a category that a rule names is not removed") {
    const auto books = make("Books");
    REQUIRE(shop.collections
                ->create(of_json<NewCollection>(
                    R"({"title":"All books","rule":{"categories":["books"]}})"))
                .has_value());
    CHECK(code_of(shop.categories->remove(books.id, Contents::move_up)) ==
          "catalog.category_not_empty");
}
