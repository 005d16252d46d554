variable "embedding_model" {
  description = "For example amazon.titan-embed-text-v1"
  default     = "cohere.embed-multilingual-v3"
}
variable "name" {
  default = "app"
}
