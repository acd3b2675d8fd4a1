#include "catalog/localise.hpp"
#include "shop_routes.hpp"

namespace kontor::catalog {

using platform::Result;
using namespace platform::http;

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
    router.add(staff_route(Method::get, "attributes", "list_attributes_for_staff",
                           "The attributes that are defined, in their order"),
               [&attributes](const Call<>&) -> Result<List<Attribute>> {
                   return List<Attribute>{attributes.all()};
               });
    router.add(staff_route(Method::get, "attributes/{attribute}", "show_attribute",
                           "An attribute's definition, in all languages"),
               [&attributes](const Call<AttributePath>& call) {
                   return attributes.attribute(call.path.attribute);
               });
}

void add_staff_writing(Router& router, Attributes& attributes) {
    router.add(staff_route(Method::post, "attributes", "define_attribute",
                           "Says what an attribute of products may be")
                   .may_answer(409, "catalog.attribute_taken, catalog.values_do_not_fit"),
               [&attributes](const Call<Nothing, NewAttribute>& call) {
                   return created(attributes.define(call.body), "/v1/admin/attributes");
               });
    router.add(staff_route(Method::patch, "attributes/{attribute}", "change_attribute",
                           "Changes what is given and leaves the rest")
                   .may_answer(409, "catalog.values_do_not_fit")
                   .matches_etag(),
               [&attributes](const Call<AttributePath, AttributeChange>& call) {
                   return attributes.change(call.path.attribute, call.body,
                                            same_as_seen(call.request));
               });
    router.add(staff_route(Method::del, "attributes/{attribute}", "remove_attribute",
                           "Leaves products their values, which may then be anything")
                   .matches_etag(),
               [&attributes](const Call<AttributePath>& call) {
                   return attributes.remove(call.path.attribute, same_as_seen(call.request));
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
