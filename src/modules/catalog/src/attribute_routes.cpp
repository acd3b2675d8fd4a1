#include "catalog/localise.hpp"
#include "shop_routes.hpp"

namespace kontor::catalog {

using platform::Result;
using platform::http::Access;
using platform::http::Answer;
using platform::http::Call;
using platform::http::Method;
using platform::http::Nothing;
using platform::http::Route;
using platform::http::Router;

namespace {

struct AttributePath {
    AttributeId attribute;
};
BOOST_DESCRIBE_STRUCT(AttributePath, (), (attribute))

struct ChoiceView {
    std::string value;
    std::string label;
};
BOOST_DESCRIBE_STRUCT(ChoiceView, (), (value, label))

struct AttributeView {
    std::string code;
    std::string label;
    AttributeType type{};
    std::vector<ChoiceView> choices;
    bool filterable = true;
    std::optional<std::string> unit;
};
BOOST_DESCRIBE_STRUCT(AttributeView, (), (code, label, type, choices, filterable, unit))

std::string label_of(const auto& labelled, const std::string& language) {
    const auto* label = translated(labelled.translations, language, &Label::label);
    return label ? *label : labelled.label;
}

AttributeView view_of(const Attribute& attribute, const std::string& language) {
    AttributeView view{attribute.code,       label_of(attribute, language),
                       attribute.type,       {},
                       attribute.filterable, attribute.unit};
    for (const auto& choice : attribute.choices)
        view.choices.push_back({choice.value, label_of(choice, language)});
    return view;
}

void add_staff_reading(Router& router, Attributes& attributes) {
    const auto readers = Access::staff("catalog.read");
    router.add(Route(Method::get, "/v1/admin/attributes", "list_attributes_for_staff",
                     "The attributes that are defined, in their order")
                   .by(readers)
                   .tag("Catalogue (staff)"),
               [&attributes](const Call<>&) -> Result<List<Attribute>> {
                   return List<Attribute>{attributes.all()};
               });
    router.add(Route(Method::get, "/v1/admin/attributes/{attribute}", "show_attribute",
                     "An attribute's definition, in all languages")
                   .by(readers)
                   .tag("Catalogue (staff)"),
               [&attributes](const Call<AttributePath>& call) {
                   return attributes.attribute(call.path.attribute);
               });
}

void add_staff_writing(Router& router, Attributes& attributes) {
    const auto writers = Access::staff("catalog.write");
    router.add(
        Route(Method::post, "/v1/admin/attributes", "define_attribute",
              "Says what an attribute of products may be")
            .by(writers)
            .tag("Catalogue (staff)")
            .may_answer(409, "catalog.attribute_taken, catalog.values_do_not_fit"),
        [&attributes](const Call<Nothing, NewAttribute>& call) -> Result<Answer<201, Attribute>> {
            auto attribute = attributes.define(call.body);
            if (!attribute) return attribute.error();
            const auto location = "/v1/admin/attributes/" + attribute->id.text();
            return Answer<201, Attribute>{*std::move(attribute), {{"Location", location}}};
        });
    router.add(
        Route(Method::patch, "/v1/admin/attributes/{attribute}", "change_attribute",
              "Changes what is given and leaves the rest")
            .by(writers)
            .tag("Catalogue (staff)")
            .may_answer(409, "catalog.values_do_not_fit")
            .matches_etag(),
        [&attributes](const Call<AttributePath, AttributeChange>& call) -> Result<Attribute> {
            const auto& id = call.path.attribute;
            if (auto matched = match(call.request, [&] { return attributes.attribute(id); });
                !matched)
                return matched.error();
            return attributes.change(id, call.body);
        });
    router.add(Route(Method::del, "/v1/admin/attributes/{attribute}", "remove_attribute",
                     "Leaves products their values, which may then be anything")
                   .by(writers)
                   .tag("Catalogue (staff)")
                   .matches_etag(),
               [&attributes](const Call<AttributePath>& call) -> Result<> {
                   const auto& id = call.path.attribute;
                   if (auto matched = match(call.request, [&] { return attributes.attribute(id); });
                       !matched)
                       return matched;
                   return attributes.remove(id);
               });
}

}  // namespace

void add_attribute_routes(Router& router, Attributes& attributes) {
    router.add(Route(Method::get, "/v1/attributes", "list_attributes",
                     "What the attributes of products are called and can be")
                   .tag("Products")
                   .cached()
                   .localised(),
               [&attributes](const Call<>& call) -> Result<List<AttributeView>> {
                   call.depends_on("attributes");
                   List<AttributeView> list;
                   for (const auto& attribute : attributes.all())
                       list.data.push_back(view_of(attribute, call.language));
                   return list;
               });
    add_staff_reading(router, attributes);
    add_staff_writing(router, attributes);
}

}  // namespace kontor::catalog
