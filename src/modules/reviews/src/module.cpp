#include "reviews/module.hpp"
