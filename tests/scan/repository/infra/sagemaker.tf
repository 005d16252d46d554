resource "aws_sagemaker_model" "m" {
  primary_container {
    image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-tgi-inference:2.3"
    environment = {
      HF_MODEL_ID = "tiiuae/falcon-40b-instruct"
      SM_NUM_GPUS = "4"
    }
  }
}
